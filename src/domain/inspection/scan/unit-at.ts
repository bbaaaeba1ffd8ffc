/**
 * The code unit at a place of a text, and 0 beyond its ends. `charCodeAt` answers NaN there, and once a function has been asked
 * so, V8 no longer compiles its calls in place: each takes about seven times as long from then on.
 */
export function unitAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : 0;
}
