import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MonagoError } from '../../errors.ts';
import { parseJsonTree } from '../json-tree.ts';
import { Ledger } from '../ledger.ts';
import { readChatAnswer } from './read-answer.ts';
import { ChatAnswerStreamReader } from './read-answer-stream.ts';
import { readChatRequest } from './read-request.ts';

const names = [
  ...['model', 'messages', 'role', 'content', 'type', 'text', 'image_url', 'url', 'file', 'tools'],
  ...['function', 'name', 'parameters', 'tool_calls', 'arguments', 'tool_choice', 'stop', 'id'],
  ...['choices', 'delta', 'message', 'usage', 'prompt_tokens', 'finish_reason', 'index', 'error'],
  ...['thinking_blocks', 'thinking', 'signature', 'cache_control', '__proto__', 'constructor'],
];
const words = ['user', 'assistant', 'tool', 'text', 'function', 'image_url', 'stop', '', '{}', 'x'];

/** JSON that looks like the format, but is not. */
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(fc.constantFrom(...words), fc.constantFrom(null, true, 0, -1, 1.5)),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 5 }),
  ),
}));
const message = fc.record({
  role: fc.constantFrom('user', 'assistant', 'tool', 'function', 'system'),
  content: json,
  tool_calls: json,
  thinking_blocks: json,
});
const requests = fc.record({ model: fc.constant('m'), messages: fc.array(message), tools: json });

test('a request is read, or refused by the name of a field', () => {
  fc.assert(
    fc.property(requests, fc.constantFrom('strict', 'lenient'), (request, mode) => {
      const body = parseJsonTree(JSON.stringify(request));
      if (body.kind !== 'object') throw new Error('no object');
      try {
        readChatRequest(body, new Ledger(mode === 'strict' ? 'strict' : 'lenient'));
      } catch (error) {
        expect(error).toBeInstanceOf(MonagoError);
        expect(error).toMatchObject({ param: expect.any(String) });
      }
    }),
    { numRuns: 500 },
  );
});

test('an answer is read, or is none', () => {
  const answers = fc.record({ choices: fc.array(fc.record({ message: json })), usage: json });
  fc.assert(
    fc.property(answers, (answer) => {
      try {
        expect(Array.isArray(readChatAnswer(JSON.stringify(answer)).content)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
    { numRuns: 500 },
  );
});

test('a stream of anything is read without throwing, and every block that begins ends', () => {
  const deltas = fc.record({
    content: json,
    reasoning_content: json,
    thinking_blocks: json,
    tool_calls: json,
    refusal: json,
  });
  const chunks = fc.array(fc.record({ choices: fc.tuple(fc.record({ delta: deltas })) }));
  fc.assert(
    fc.property(chunks, (stream) => {
      const reader = new ChatAnswerStreamReader();
      const sent = [...stream.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
      const events = sent.flatMap((data) => reader.push({ event: '', data }));
      const count = (type: string) => events.filter((event) => event.type === type).length;
      expect(count('block_start')).toBe(count('block_stop'));
      expect(events.at(-1)?.type).toBe('end');
    }),
    { numRuns: 500 },
  );
});
