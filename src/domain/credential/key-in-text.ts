const mask = '•••';

/** Keys and tokens that tell what they are by how they begin. */
const named = [
  /\b[spr]k-[\w-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}/g,
  /\b(?:ABSK|bedrock-api-key-)[\w+/=-]{16,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
] as const;

// Read once with the slash as a sign of base64 and once as what separates the parts of an address.
const unbroken = [/[\w+/=-]{20,}/g, /[\w+=-]{20,}/g] as const;
const changesMin = 6;

/**
 * Whether a text that is kept or shown as it is (a name, an address, a model) holds what looks like a key. People paste
 * into the wrong field, and what has entered the audit log stays there.
 */
export function holdsKey(text: string): boolean {
  const plain = decoded(text);
  return (
    named.some((pattern) => plain.search(pattern) >= 0) ||
    unbroken.some((pattern) => plain.match(pattern)?.some(isRandom) === true)
  );
}

/** The text with a mask in place of everything that looks like a key. */
export function withoutKeys(text: string): string {
  if (!holdsKey(text)) return text;
  const unnamed = named.reduce((left, pattern) => left.replace(pattern, mask), text);
  const masked = unbroken.reduce(
    (left, pattern) => left.replace(pattern, (run) => (isRandom(run) ? mask : run)),
    unnamed,
  );
  // What shows only after decoding has no place in the text as it was typed.
  return holdsKey(masked) ? mask : masked;
}

/**
 * Random characters change between small letters, capitals and digits all the time; words do so where they begin, and
 * identifiers in hexadecimal have no capitals.
 */
function isRandom(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/[0-9]/.test(run)) return false;
  const changes = run.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g);
  return (changes?.length ?? 0) >= changesMin;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
