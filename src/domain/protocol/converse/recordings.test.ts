import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnswerEvent } from '../answer.ts';
import { readConverseAnswer } from './read-answer.ts';
import { ConverseAnswerStreamReader } from './read-answer-stream.ts';

const folder = '../shared/fixtures/vercel-ai/amazon-bedrock/src/__fixtures__';
const isThere = existsSync(folder);
const files = isThere ? readdirSync(folder) : [];

interface Counts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
}

interface Recorded {
  readonly output: { readonly message: { readonly content: readonly RecordedBlock[] } };
  readonly usage?: Counts;
}

interface RecordedBlock {
  readonly text?: string;
  readonly toolUse?: { readonly name: string; readonly input: unknown };
}

interface RecordedEvent {
  readonly contentBlockStart?: {
    readonly start?: { readonly toolUse?: { readonly name: string } };
  };
  readonly contentBlockDelta?: {
    readonly delta: { readonly text?: string; readonly toolUse?: { readonly input: string } };
  };
  readonly messageStop?: object;
  readonly metadata?: { readonly usage: Counts };
}

function total(usage: Counts | undefined): object | undefined {
  if (usage === undefined) return undefined;
  const { inputTokens, outputTokens, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
  return {
    input: inputTokens + cacheReadInputTokens + cacheWriteInputTokens,
    output: outputTokens,
  };
}

function deltasOf(events: readonly AnswerEvent[], kind: string): string {
  let open = '';
  let said = '';
  for (const event of events) {
    if (event.type === 'block_start') open = event.block.kind;
    if (event.type === 'delta' && open === kind) said += event.text;
  }
  return said;
}

describe.skipIf(!isThere)(
  'recorded answers of Bedrock (skipped where ../shared/fixtures is absent)',
  () => {
    const answers = files.filter((name) => name.endsWith('.json'));
    const streams = files.filter((name) => name.endsWith('.chunks.txt'));

    test('are there', () => {
      expect(answers.length).toBeGreaterThan(0);
      expect(streams.length).toBeGreaterThan(0);
    });

    test.each(answers)('%s says what a plain look at it says', (name) => {
      const body = readFileSync(join(folder, name), 'utf8');
      const plain: Recorded = JSON.parse(body);
      const { content } = plain.output.message;
      const answer = readConverseAnswer(body);
      const texts = answer.content.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
      const calls = answer.content.flatMap((block) => (block.kind === 'tool_call' ? [block] : []));
      expect(texts.join('')).toBe(content.map(({ text }) => text ?? '').join(''));
      expect(calls.map(({ name: tool, input }) => [tool, JSON.parse(input.text)])).toEqual(
        content.flatMap(({ toolUse }) => (toolUse ? [[toolUse.name, toolUse.input]] : [])),
      );
      if (plain.usage) expect(answer.usage).toMatchObject(total(plain.usage) ?? {});
      expect(answer.stop).not.toBe('unknown');
    });

    test.each(streams)('%s says what a plain look at it says', (name) => {
      const lines = readFileSync(join(folder, name), 'utf8').trim().split('\n');
      const plain: RecordedEvent[] = lines.map((line) => JSON.parse(line));
      const reader = new ConverseAnswerStreamReader();
      const events = plain.flatMap((recorded) =>
        Object.entries(recorded).flatMap(([event, data]) =>
          reader.push({ event, data: JSON.stringify(data) }),
        ),
      );
      const deltas = plain.map(({ contentBlockDelta }) => contentBlockDelta?.delta);
      expect(events.filter(({ type }) => type === 'fault')).toEqual([]);
      expect(deltasOf(events, 'text')).toBe(deltas.map((delta) => delta?.text ?? '').join(''));
      expect(deltasOf(events, 'tool_call')).toBe(
        deltas.map((delta) => delta?.toolUse?.input ?? '').join(''),
      );
      const usage = plain.find(({ metadata }) => metadata)?.metadata?.usage;
      const told = events.find((event) => event.type === 'usage')?.usage;
      expect(told && { input: told.input, output: told.output }).toEqual(total(usage));
      const isWhole = usage !== undefined && plain.some(({ messageStop }) => messageStop);
      expect(events.at(-1)?.type === 'end').toBe(isWhole);
    });
  },
);
