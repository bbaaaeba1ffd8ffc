import type { TextRole } from '../../inspection/text-role.ts';
import type { JsonPath } from '../json-edit.ts';
import type { SegmentCollector } from './segment.ts';

/** Where in a body one is, and whose words stand there. */
export interface Place {
  readonly path: JsonPath;
  readonly role: TextRole;
  readonly into: SegmentCollector;
}

const roles: Readonly<Record<string, TextRole>> = {
  system: 'system',
  developer: 'system',
  assistant: 'assistant',
  model: 'assistant',
  chatbot: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** Whoever has no role that is known speaks as a user. */
export function roleNamed(name: unknown): TextRole {
  return typeof name === 'string' && Object.hasOwn(roles, name.toLowerCase())
    ? (roles[name.toLowerCase()] ?? 'user')
    : 'user';
}
