import { AuditFormatError } from './format-error.ts';

/** What a caller may put into JSON; beyond it the encoder refuses. */
interface Limits {
  readonly depthMax: number;
  readonly stringMax: number;
  readonly arrayMax: number;
  /** Whether a finite number may be written. */
  accepts(number: number): boolean;
}

const rfc8785: Limits = {
  depthMax: 256,
  stringMax: Number.MAX_SAFE_INTEGER,
  arrayMax: Number.MAX_SAFE_INTEGER,
  accepts: () => true,
};

/** Depth, string and array bounds of an entry's body. */
export const bodyLimits: Limits = {
  depthMax: 8,
  stringMax: 1024,
  arrayMax: 256,
  // Languages disagree about floats and about -0; none disagrees about an integer of 53 bits.
  accepts: (number) => Number.isSafeInteger(number) && !Object.is(number, -0),
};

const plainText = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Canonical JSON (RFC 8785). Unlike `JSON.stringify` it never drops, converts or rounds: what is not JSON is refused.
 * @throws AuditFormatError `bad_json`
 */
export function canonicalJson(value: unknown): string {
  return encode(value, rfc8785, 1);
}

/**
 * Canonical JSON of an entry's body, where only objects, arrays, strings, booleans, null and safe integers exist.
 * @throws AuditFormatError `bad_json`
 */
export function encodeStrict(value: unknown): string {
  return encode(value, bodyLimits, 1);
}

/**
 * Reads a body and refuses every spelling but the canonical one; duplicate keys, for instance, cannot pass.
 * @throws AuditFormatError `bad_json`
 */
export function parseCanonical(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('not JSON');
  }
  if (encodeStrict(value) !== text) throw refused('not in canonical form (RFC 8785)');
  return value;
}

function encode(value: unknown, limits: Limits, depth: number): string {
  switch (typeof value) {
    case 'string':
      return encodeString(value, limits);
    case 'number':
      return encodeNumber(value, limits);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : encodeNested(value, limits, depth);
    default:
      throw refused(`a value of type ${typeof value}`);
  }
}

function encodeString(text: string, { stringMax }: Limits): string {
  if (text.length > stringMax) throw refused(`a string longer than ${stringMax}`);
  if (plainText.test(text)) return `"${text}"`;
  if (loneSurrogate.test(text)) throw refused('a lone surrogate');
  // ECMAScript's own quoting is what RFC 8785 section 3.2.2.2 prescribes.
  return JSON.stringify(text);
}

function encodeNumber(number: number, limits: Limits): string {
  if (!Number.isFinite(number) || !limits.accepts(number)) throw refused(`the number ${number}`);
  // ECMAScript's own formatting is what RFC 8785 section 3.2.2.3 prescribes.
  return String(number);
}

function encodeNested(value: object, limits: Limits, depth: number): string {
  if (depth > limits.depthMax) throw refused(`nesting deeper than ${limits.depthMax}`);
  if (Array.isArray(value)) return encodeArray(value, limits, depth);
  return encodeObject(value, limits, depth);
}

function encodeArray(array: readonly unknown[], limits: Limits, depth: number): string {
  if (array.length > limits.arrayMax) throw refused(`an array longer than ${limits.arrayMax}`);
  let text = '';
  // By index, so that a hole is seen as undefined and refused.
  for (let at = 0; at < array.length; at++) {
    text += (at === 0 ? '' : ',') + encode(array[at], limits, depth + 1);
  }
  return `[${text}]`;
}

function encodeObject(object: object, limits: Limits, depth: number): string {
  if (!isPlain(object)) throw refused('an object that is not plain');
  let text = '';
  // The default order compares UTF-16 code units, as RFC 8785 section 3.2.3 prescribes.
  for (const key of Object.keys(object).sort()) {
    if (key === '__proto__' || key === 'toJSON') throw refused(`the key ${key}`);
    const member = `${encodeString(key, limits)}:${encode(object[key], limits, depth + 1)}`;
    text += text === '' ? member : `,${member}`;
  }
  return `{${text}}`;
}

function isPlain(object: object): object is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function refused(what: string): AuditFormatError {
  return new AuditFormatError('bad_json', `${what} cannot be in an entry`);
}
