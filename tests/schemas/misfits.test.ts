import { expect, test } from 'vitest';
import type { Verdict } from './misfits.ts';

interface Text {
  readonly type: 'text';
  readonly text: string;
}
interface Call {
  readonly type: 'call';
  readonly name: string;
  readonly input: unknown;
  readonly note?: string;
}
interface Message {
  readonly content: readonly (Text | Call)[];
}

// What the compiler infers is the assertion: with another verdict these lines would not compile.
test('a value that fits says so', () => {
  type Said = { content: [{ type: 'text'; text: 'hi' }, { type: 'call'; name: 'f'; input: 1 }] };
  const verdict: Verdict<Said, Message> = 'fits';
  expect(verdict).toBe('fits');
});

test('a member of another variant is named, where assignability lets it pass', () => {
  type Said = { content: [{ type: 'text'; text: 'hi'; note: 'no' }] };
  const verdict: Verdict<Said, Message> = 'body.content[].note: not in the schema';
  expect(verdict).toContain('note');
});

test('a member that is missing and a value of another type are named', () => {
  const missing: Verdict<{ content: [{ type: 'call'; name: 'f' }] }, Message> =
    'body.content[].input: missing';
  const wrong: Verdict<{ content: [{ type: 'text'; text: 1 }] }, Message> =
    'body.content[].text: wrong value';
  const unknown: Verdict<{ content: [{ type: 'sound' }] }, Message> =
    'body.content[]: no such variant';
  expect([missing, wrong, unknown]).toHaveLength(3);
});
