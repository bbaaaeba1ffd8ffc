/** What the Responses API calls a function: inside of a namespace its name alone does not tell it. */
export interface FunctionName {
  readonly name: string;
  readonly namespace?: string;
}

const separator = '.';

/**
 * One name for both parts. No function's own name has a dot in it, so that the parts can be told again from what comes
 * back. Providers that take no dots are given another name, like for any name that they would refuse.
 */
export function qualifiedName({ name, namespace }: FunctionName): string {
  return namespace === undefined ? name : `${namespace}${separator}${name}`;
}

/** The namespace's name may have dots: the last one counts. */
export function splitName(qualified: string): FunctionName {
  const at = qualified.lastIndexOf(separator);
  if (at <= 0) return { name: qualified };
  return { name: qualified.slice(at + 1), namespace: qualified.slice(0, at) };
}
