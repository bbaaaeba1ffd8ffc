/**
 * The largest number in a counted repetition of a pattern in RE2 syntax, such as 8 in `\d{6,8}`; 0 without any. What is
 * quoted, escaped or in a class is no repetition.
 */
export function largestRepeat(pattern: string): number {
  let largest = 0;
  for (const [, first, last] of pattern.matchAll(tokens)) {
    largest = Math.max(largest, Number(first ?? 0), Number(last ?? 0));
  }
  return largest;
}

const quoted = String.raw`\\Q[\s\S]*?(?:\\E|$)`;
const escaped = String.raw`\\(?:[pP]\{[^}]*\}|x\{[^}]*\}|[\s\S])`;
const classes = String.raw`\[\^?\]?(?:\\[\s\S]|\[:[^\]]*:\]|[^\]\\])*\]`;
const repeat = String.raw`\{(\d+)(?:,(\d*))?\}`;
const tokens = new RegExp([quoted, escaped, classes, repeat].join('|'), 'g');
