/** What a test of a policy says about a failure: `decision is allow, not deny`. */
const failureShape = /^(.+?) is (.+), not (.+)$/s;

interface FailureWords {
  expected(what: string, wanted: string, got: string): string;
  readonly what: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

/** The same in the reader's words: what was expected comes first. What is not known stays as it is. */
export function testFailure(failure: string, text: FailureWords): string {
  const [, what, got, wanted] = failureShape.exec(failure) ?? [];
  if (what === undefined || got === undefined || wanted === undefined) return failure;
  const wordOf = (value: string) => text.values[value] ?? value;
  return text.expected(text.what[what] ?? what, wordOf(wanted), wordOf(got));
}
