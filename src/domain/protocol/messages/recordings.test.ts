import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectAnswer } from '../../../../tests/support/collect-answer.ts';
import type { ModelAnswer } from '../answer.ts';
import { readMessagesAnswer } from './read-answer.ts';
import { MessagesAnswerStreamReader } from './read-answer-stream.ts';

const folder = '../shared/fixtures/vercel-ai/anthropic/src/__fixtures__';
const isThere = existsSync(folder);
const files = isThere ? readdirSync(folder) : [];
// This one breaks off a message and begins another: it is no answer, and its test is with the reader's.
const broken = 'spliced-message-start.chunks.txt';

/** What the reader has to find, as a plain look at the JSON finds it. */
interface Plain {
  text: string;
  thinking: string;
  calls: { name: string; input: unknown }[];
  usage: Record<string, number>;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly name?: string;
  readonly input?: unknown;
}

interface Event {
  readonly type: string;
  readonly message?: { readonly content: readonly Block[]; readonly usage: object };
  readonly content_block?: Block;
  readonly index?: number;
  readonly delta?: { readonly text?: string; readonly thinking?: string; partial_json?: string };
  readonly usage?: object;
}

function plain(content: readonly Block[], usage: object): Plain {
  const of = (type: string) => content.filter((block) => block.type === type);
  return {
    text: of('text').reduce((all, { text }) => all + text, ''),
    thinking: of('thinking').reduce((all, { thinking }) => all + thinking, ''),
    calls: of('tool_use').map(({ name = '', input }) => ({ name, input })),
    usage: Object.fromEntries(Object.entries(usage).filter(([, n]) => typeof n === 'number')),
  };
}

function plainStream(events: readonly Event[]): Plain {
  const first = events.find(({ type }) => type === 'message_start')?.message;
  const usages = events.map(({ usage }) => usage ?? {});
  const started = events.filter(({ content_block }) => content_block !== undefined);
  const blocks = started.map(({ content_block, index }) => {
    const deltas = events.flatMap((event) => (event.index === index ? (event.delta ?? []) : []));
    const json = deltas.map(({ partial_json = '' }) => partial_json).join('');
    return {
      ...content_block,
      type: content_block?.type ?? '',
      text: deltas.map(({ text = '' }) => text).join(''),
      thinking: deltas.map(({ thinking = '' }) => thinking).join(''),
      ...(json !== '' && { input: JSON.parse(json) }),
    };
  });
  return plain([...(first?.content ?? []), ...blocks], Object.assign({}, first?.usage, ...usages));
}

function seen(answer: ModelAnswer): Plain {
  const texts = (kind: string) =>
    answer.content.map((block) => (block.kind === kind && 'text' in block ? block.text : ''));
  const { input = 0, cached = 0, cacheWrite = 0, output = 0 } = answer.usage ?? {};
  return {
    text: texts('text').join(''),
    thinking: texts('reasoning').join(''),
    calls: answer.content.flatMap((block) =>
      block.kind === 'tool_call' ? [{ name: block.name, input: JSON.parse(block.input.text) }] : [],
    ),
    usage: {
      input_tokens: input - cached - cacheWrite,
      output_tokens: output,
      ...(answer.usage?.cached !== undefined && { cache_read_input_tokens: cached }),
      ...(answer.usage?.cacheWrite !== undefined && { cache_creation_input_tokens: cacheWrite }),
    },
  };
}

/** Some recordings hold the streams of several requests, one after the other. */
function streamsIn(file: string): string[][] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean);
  const streams: string[][] = [[]];
  for (const line of lines) {
    streams.at(-1)?.push(line);
    if (JSON.parse(line).type === 'message_stop') streams.push([]);
  }
  return streams.filter((stream) => stream.length > 0);
}

describe.skipIf(!isThere)('recorded messages (skipped where ../shared/fixtures is absent)', () => {
  const whole = files.filter((file) => file.endsWith('.json'));
  const streamed = files.filter((file) => file.endsWith('.chunks.txt') && file !== broken);

  test('there are some', () => {
    expect(whole.length).toBeGreaterThan(20);
    expect(streamed.length).toBeGreaterThan(20);
  });

  test.each(whole)('%s is read as a plain look at it finds it', (file) => {
    const body = readFileSync(join(folder, file), 'utf8');
    const { content, usage } = JSON.parse(body);
    expect(seen(readMessagesAnswer(body))).toEqual(plain(content, usage));
  });

  test.each(streamed)('%s is read as a plain look at it finds it', (file) => {
    for (const lines of streamsIn(file)) {
      const reader = new MessagesAnswerStreamReader();
      const events = lines.flatMap((data) => reader.push({ event: '', data }));
      const expected = plainStream(lines.map((line): Event => JSON.parse(line)));
      expect(seen(collectAnswer(events))).toEqual(expected);
    }
  });
});
