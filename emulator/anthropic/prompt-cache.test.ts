import { describe, expect, test } from 'vitest';
import type { Fields } from '../server/json.ts';
import { countPromptTokens, createPromptCache } from './prompt-cache.ts';

function block(text: string, ttl?: '5m' | '1h') {
  const mark = ttl === undefined ? {} : { cache_control: { type: 'ephemeral', ttl } };
  return { type: 'text', text: text.repeat(40), ...mark };
}

function prompt(system: unknown[], ...contents: unknown[][]): Fields {
  const messages = contents.map((content) => ({ role: 'user', content }));
  return { model: 'claude-sonnet-4-6', system, messages };
}

describe('a prompt cache', () => {
  test('tells what was read, written and neither, and the three make up the prompt', () => {
    const cache = createPromptCache();
    const body = prompt([block('a', '1h')], [block('b', '5m'), block('c')]);
    const first = cache.account(body);
    expect(first.read).toBe(0);
    expect(first.created.ephemeral_1h_input_tokens).toBeGreaterThan(0);
    expect(first.created.ephemeral_5m_input_tokens).toBeGreaterThan(0);
    const second = cache.account(body);
    expect(second.created).toEqual({ ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 });
    expect(second.uncached).toBe(first.uncached);
    expect(second.read + second.uncached).toBe(countPromptTokens(body));
  });

  test('reads what a longer conversation shares with a shorter one', () => {
    const cache = createPromptCache();
    cache.account(prompt([block('a')], [block('b', '5m')]));
    const longer = cache.account(prompt([block('a')], [block('b')], [block('c', '5m')]));
    expect(longer.read).toBeGreaterThan(0);
    expect(longer.created.ephemeral_5m_input_tokens).toBeGreaterThan(0);
  });

  test('reads nothing after a change before the mark, for another model, or without a mark', () => {
    const cache = createPromptCache();
    const body = prompt([block('a', '5m')], [block('b')]);
    cache.account(body);
    expect(cache.account(prompt([block('x', '5m')], [block('b')])).read).toBe(0);
    expect(cache.account({ ...body, model: 'claude-opus-4-7' }).read).toBe(0);
    expect(cache.account(prompt([block('a')], [block('b')])).read).toBe(0);
  });
});
