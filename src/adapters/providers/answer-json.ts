import type { CollectedAnswer } from './collect-answer.ts';

export type Answer = Extract<CollectedAnswer, { kind: 'answer' }>;

/** The body as JSON; undefined when it is none. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Whether the body is a JSON object in which `member` is a list. */
export function isObjectWithList(answer: Answer, member: string): boolean {
  // A long list is cut by the cap and cannot be parsed; that it is JSON and an object has to do.
  if (answer.isCut) {
    return /^application\/json\b/i.test(answer.contentType) && answer.body[0] === 0x7b;
  }
  const body = jsonOf(answer);
  return isObject(body) && Array.isArray(body[member]);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
