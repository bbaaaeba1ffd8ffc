const pattern = /^[a-zA-Z0-9_-]{1,64}$/;
const stemLengthMax = 55;

/**
 * The names by which OpenAI knows the client's tools. A name that OpenAI would refuse is cleaned and ends in a hash of
 * what it was, so that the same name always becomes the same one, turn after turn.
 */
export class ToolNames {
  readonly #given = new Map<string, string>();

  give(name: string): string {
    if (pattern.test(name)) return name;
    const stem = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, stemLengthMax);
    const given = `${stem}_${hash(name)}`;
    this.#given.set(given, name);
    return given;
  }

  /** What OpenAI was given → what the client said; only the names that had to change. */
  get renamed(): ReadonlyMap<string, string> {
    return this.#given;
  }
}

/** FNV-1a, 32 bits, over UTF-16 code units: it only has to tell the few tools of a request apart. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  }
  return (sum >>> 0).toString(16).padStart(8, '0');
}
