const pattern = /^[a-zA-Z0-9_-]{1,64}$/;
const shortPattern = /^[a-zA-Z0-9]{9}$/;
const shortLength = 9;
const stemLengthMax = 54;
const mask = 0xffff_ffff_ffff_ffffn;

/**
 * Ids of tool calls as Bedrock takes them. The same id always becomes the same one, in a call and in its result, turn
 * after turn.
 */
export class ToolIds {
  readonly #isShort: boolean;

  /** @param isShort exactly nine letters and digits, as Mistral's models want them */
  constructor(isShort: boolean) {
    this.#isShort = isShort;
  }

  give(id: string): string {
    if (this.#isShort) return shortPattern.test(id) ? id : hash(id).slice(-shortLength);
    if (pattern.test(id)) return id;
    const stem = id.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, stemLengthMax);
    return `${stem}_${hash(id).slice(-shortLength)}`;
  }
}

/** FNV-1a, 64 bits, over UTF-16 code units: it only has to tell the calls of one conversation apart. */
function hash(text: string): string {
  let sum = 0xcbf2_9ce4_8422_2325n;
  for (let at = 0; at < text.length; at += 1) {
    sum = ((sum ^ BigInt(text.charCodeAt(at))) * 0x100_0000_01b3n) & mask;
  }
  return sum.toString(36).padStart(shortLength, '0');
}
