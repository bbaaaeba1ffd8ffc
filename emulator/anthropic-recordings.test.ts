import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerMessage, type MessageContext } from './anthropic/answer-message.ts';
import { sign } from './anthropic/thinking-signature.ts';
import { type Fields, isFields } from './server/json.ts';

const folder = new URL(
  '../../shared/fixtures/vercel-ai/anthropic/src/__fixtures__/',
  import.meta.url,
);
const isHere = existsSync(folder);
const note = isHere ? '' : ' (skipped: ../shared/fixtures is not here)';
const names = isHere ? readdirSync(folder) : [];
const messages = names.filter((name) => name.endsWith('.json')).map((name) => read(name)[0]);
const streams = names.filter((name) => name.endsWith('.chunks.txt')).map(read);

const context: MessageContext = {
  version: '2023-06-01',
  betas: [
    'advisor-tool-2026-03-01',
    'compact-2026-01-12',
    'mcp-client-2025-11-20',
    'server-side-fallback-2026-06-01',
  ],
  streaming: true,
};
const asked: readonly Fields[] = [
  { messages: [{ role: 'user', content: 'hello' }] },
  { messages: [{ role: 'user', content: 'PLEASE_REFUSE' }] },
  { messages: [{ role: 'user', content: 'PLEASE_PAUSE' }], thinking: { type: 'adaptive' } },
  {
    messages: [{ role: 'user', content: 'hello' }],
    thinking: { type: 'enabled', budget_tokens: 1_024 },
    tools: [{ name: 'look_up', input_schema: { type: 'object', properties: {} } }],
  },
];

function read(name: string): Fields[] {
  const text = readFileSync(new URL(name, folder), 'utf8').trim();
  const lines = name.endsWith('.json') ? [text] : text.split('\n');
  return lines.map((line) => JSON.parse(line)).filter(isFields);
}

function answered(fields: Fields) {
  return answerMessage({ model: 'claude-sonnet-4-6', max_tokens: 4_096, ...fields }, context);
}

/** Where each member stands and what the things around it are; arguments of tools are left out. */
function memberPaths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => memberPaths(item, path));
  if (!isFields(value) || path.endsWith('.input')) return [];
  const here = typeof value['type'] === 'string' ? `${path}<${value['type']}>` : path;
  return Object.entries(value).flatMap(([name, member]) => [
    `${here}.${name}`,
    ...memberPaths(member, `${here}.${name}`),
  ]);
}

// Pings come whenever the provider likes.
function isStep({ type }: Fields): boolean {
  return type !== 'ping';
}

describe.skipIf(!isHere)(`what Anthropic was recorded to say${note}`, () => {
  test('was found', () => {
    expect(messages.length).toBeGreaterThan(20);
    expect(streams.length).toBeGreaterThan(20);
  });

  test('has every member that the emulator gives to a client of the same version', () => {
    const known = new Set(messages.flatMap((message) => memberPaths(message)));
    const given = asked.flatMap((fields) => memberPaths(answered(fields).message));
    expect(given.filter((path) => !known.has(path))).toEqual([]);
  });

  test('has every member of the events as well', () => {
    const known = new Set(streams.flat().flatMap((event) => memberPaths(event)));
    const given = asked.flatMap((fields) => answered(fields).events).flatMap((e) => memberPaths(e));
    expect([...new Set(given)].filter((path) => !known.has(path))).toEqual([]);
  });

  test('goes from event to event only as the emulator does too, and the reverse', () => {
    const kind = (event: Fields) => {
      const inner = [event['content_block'], event['delta']].find(isFields);
      return `${String(event['type'])}/${String(inner?.['type'])}`;
    };
    const steps = (events: readonly Fields[]) => {
      const kinds = events.filter(isStep).map(kind);
      return kinds.slice(1).map((to, index) => `${kinds[index]} → ${to}`);
    };
    const recorded = new Set(streams.flatMap(steps));
    const given = new Set(asked.flatMap((fields) => steps(answered(fields).events)));
    expect([...given].filter((step) => !recorded.has(step))).toEqual([]);
  });

  test('may be handed back to the emulator as it came, but for the signatures', () => {
    const spoken = messages.flatMap((message) => {
      const content = message?.['content'];
      return Array.isArray(content) && content.length > 0 ? [content.filter(isFields)] : [];
    });
    expect(spoken.length).toBeGreaterThan(20);
    for (const content of spoken) {
      const own = content.map((block) =>
        block['type'] === 'thinking'
          ? { ...block, signature: sign(String(block['thinking'])) }
          : block,
      );
      const results = own
        .filter(({ type }) => type === 'tool_use')
        .map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'done' }));
      const { message } = answered({
        messages: [
          { role: 'user', content: 'begin' },
          { role: 'assistant', content: own },
          { role: 'user', content: [...results, { type: 'text', text: 'go on' }] },
        ],
      });
      expect(message['stop_reason']).toBe('end_turn');
    }
  });
});
