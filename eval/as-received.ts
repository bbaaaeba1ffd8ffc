/** A text as requests bring it: parsed from JSON, in one piece. What is sliced or repeated here is read more slowly. */
export function asReceived(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
