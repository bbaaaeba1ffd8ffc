import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fields, isFields } from '../server/json.ts';
import { answerMessage } from './answer-message.ts';
import { isSigned, sign } from './thinking-signature.ts';

const spoken = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
const request = fc.record({
  text: spoken,
  limit: fc.integer({ min: 1, max: 60 }),
  thinks: fc.boolean(),
  stop: fc.constantFrom('o', ' ', 'zz'),
});

function bodyOf({
  text,
  limit,
  thinks,
  stop,
}: {
  text: string;
  limit: number;
  thinks: boolean;
  stop: string;
}): Fields {
  return {
    model: 'claude-sonnet-4-6',
    max_tokens: limit,
    messages: [{ role: 'user', content: text }],
    stop_sequences: stop.trim() === '' ? [] : [stop],
    ...(thinks ? { thinking: { type: 'adaptive' } } : {}),
  };
}

/** The content that a client puts together from the events of text and thought. */
function assembled(events: readonly Fields[]): unknown[] {
  const openings = events.flatMap(({ content_block: block }) => (isFields(block) ? [block] : []));
  return openings.map((block, index) => {
    const deltas = events
      .filter((event) => event['index'] === index)
      .flatMap(({ delta }) => (isFields(delta) ? [delta] : []));
    const filled = ['text', 'thinking', 'signature'].flatMap((name) =>
      block[name] === undefined ? [] : [[name, deltas.map((part) => part[name] ?? '').join('')]],
    );
    return { ...block, ...Object.fromEntries(filled) };
  });
}

describe('an answer', () => {
  test('is the same in one piece and in events, and never longer than it may be', () => {
    fc.assert(
      fc.property(request, (wish) => {
        const { message, events } = answerMessage(bodyOf(wish), {
          version: '2023-06-01',
          betas: [],
          streaming: true,
        });
        expect(assembled(events)).toEqual(message['content']);
        const usage = message['usage'];
        expect(isFields(usage) && Number(usage['output_tokens'])).toBeLessThanOrEqual(wish.limit);
        expect(events.at(-2)).toMatchObject({ delta: { stop_reason: message['stop_reason'] } });
      }),
    );
  });

  test('has no events where none were asked for', () => {
    const body = bodyOf({ text: 'a', limit: 9, thinks: false, stop: 'zz' });
    const context = { version: '2026-10-21', betas: [], streaming: false } as const;
    expect(answerMessage(body, context).events).toEqual([]);
  });
});

describe('the body of a coding agent', () => {
  const cached = (text: string, scope: string) => ({
    type: 'text',
    text,
    cache_control: { type: 'ephemeral', ttl: '1h', scope },
  });
  const body = {
    model: 'claude-opus-4-7',
    max_tokens: 64_000,
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1' },
      cached('You write code.', 'global'),
    ],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'hello' }] },
      { role: 'system', content: 'The date is known.' },
      { role: 'user', content: 'go' },
    ],
    tools: [{ name: 'Bash', description: 'Runs.', input_schema: { $schema: 'x', type: 'object' } }],
    thinking: { type: 'adaptive' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    output_config: { effort: 'xhigh' },
    metadata: { user_id: JSON.stringify({ device_id: 'd', session_id: 's' }) },
    stream: true,
  };
  const betas = [
    'context-management-2025-06-27',
    'prompt-caching-scope-2026-01-05',
    'mid-conversation-system-2026-04-07',
  ];
  const ask = (granted: string[]) =>
    answerMessage(body, { version: '2023-06-01', betas: granted, streaming: true });

  test('is answered with its betas', () => {
    expect(ask(betas).events.at(-2)).toMatchObject({
      type: 'message_delta',
      delta: { stop_reason: 'tool_use' },
      context_management: { applied_edits: [] },
    });
  });

  test.each(betas)('is refused without %s', (beta) => {
    expect(() => ask(betas.filter((other) => other !== beta))).toThrow(
      /Extra inputs are not permitted|Unexpected role/,
    );
  });
});

describe('a signature', () => {
  test('holds for its text and for no other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        expect(isSigned(text, sign(text))).toBe(true);
        expect(isSigned(other, sign(text))).toBe(other === text);
        expect(isSigned(text, other)).toBe(false);
      }),
    );
  });
});
