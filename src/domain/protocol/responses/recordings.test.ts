import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Json, read } from '../../../../tests/support/read-responses.ts';

const folder = '../shared/fixtures/vercel-ai/openai/src/responses/__fixtures__';
const isThere = existsSync(folder);

type Item = Json & { readonly type: string };

/** What OpenAI answered, which clients give back with the next question. */
function recordedOutputs(): [name: string, output: Item[]][] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.flatMap((name): [string, Item[]][] => {
    const { output } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
    return Array.isArray(output) ? [[name, output]] : [];
  });
}

function textsOf(item: Item): string[] {
  if (item.type !== 'message' || !Array.isArray(item['content'])) return [];
  return item['content'].map((part) => part.text ?? part.refusal);
}

const title = isThere
  ? 'recorded answers of OpenAI, given back'
  : 'recorded answers of OpenAI, given back (skipped: the recordings are not there)';

describe.skipIf(!isThere)(title, () => {
  const outputs = isThere ? recordedOutputs() : [];

  test('are some', () => {
    expect(outputs.length).toBeGreaterThan(10);
  });

  test.each(outputs)('keep their words and calls, and name the rest: %s', (_, output) => {
    const question = { role: 'user', content: 'And now?' };
    const { conversation, ledger } = read({ input: [...output, question] }, 'lenient');
    const blocks = conversation.turns.flatMap(({ content }) => content).slice(0, -1);
    const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
    expect(texts).toEqual(output.flatMap(textsOf));
    const calls = blocks.flatMap((block) => (block.kind === 'tool_call' ? [block.input.text] : []));
    const called = output.filter(({ type }) => type === 'function_call');
    expect(calls).toEqual(called.map((item) => item['arguments']));
    const lost = output.flatMap(({ type }, at) =>
      type === 'message' || type === 'function_call' ? [] : [`input[${at}]`],
    );
    expect(ledger.dropped).toEqual(expect.arrayContaining(lost));
  });
});
