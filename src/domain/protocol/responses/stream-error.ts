/**
 * The members of an `error` event: as the API's types have them, and once more as an object, which is what OpenAI sends
 * and what its clients look for.
 */
export function streamError(code: string, message: string) {
  const error = { type: 'server_error', code, message, param: null };
  return { code, message, param: null, error } as const;
}
