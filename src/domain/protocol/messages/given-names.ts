const refused = /[^a-zA-Z0-9_-]/g;

/**
 * Names and ids in the letters that Anthropic takes. One that it would refuse is cleaned and ends in a hash of what it
 * was, so that it becomes the same one turn after turn.
 */
export class GivenNames {
  readonly #lengthMax: number;
  readonly #renamed = new Map<string, string>();

  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  give(name: string): string {
    const clean = name.replace(refused, '_');
    if (clean === name && name !== '' && name.length <= this.#lengthMax) return name;
    const given = `${clean.slice(0, this.#lengthMax - 9)}_${hash(name)}`;
    this.#renamed.set(given, name);
    return given;
  }

  /** What Anthropic was given → what the client said; only what had to change. */
  get renamed(): ReadonlyMap<string, string> {
    return this.#renamed;
  }
}

/** FNV-1a, 32 bits, over UTF-16 code units: it only has to tell the few names of one request apart. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  }
  return (sum >>> 0).toString(16).padStart(8, '0');
}
