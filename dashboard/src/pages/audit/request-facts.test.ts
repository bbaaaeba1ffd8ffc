import { describe, expect, test } from 'vitest';
import { formatsOf } from '../../app/i18n/formats.ts';
import { languages } from '../../app/i18n/languages.ts';
import { requestFacts } from './request-facts.ts';

function told(type: string, body: Readonly<Record<string, unknown>>) {
  const { text, locale } = languages.en;
  const facts = requestFacts({ type, body }, text.audit.request, formatsOf(locale));
  return Object.fromEntries(
    facts.map(({ label, value, detail }) => [label, [value, ...(detail ? [detail] : [])]]),
  );
}

describe('what an entry says of an AI request', () => {
  test('names the model, and what the translation cost', () => {
    const body = {
      model_requested: 'house-model',
      model: 'eu.amazon.nova-pro-v1:0',
      translation: { dropped: ['seed', 'logit_bias'], changed: ['reasoning_effort'] },
      req: { commit: 'AAA=', bytes: 1234 },
      sent: { commit: 'BBB=', bytes: 998 },
    };
    expect(told('ai.request.intent', body)).toEqual({
      'Asked for': ['house-model'],
      Model: ['eu.amazon.nova-pro-v1:0'],
      'Left out': ['seed, logit_bias'],
      Changed: ['reasoning_effort'],
      'From the client': ['AAA=', '1,234 bytes, as a commitment'],
      'To the provider': ['BBB=', '998 bytes, as a commitment'],
    });
  });

  test('says that the provider got the client’s bytes only where something was sent', () => {
    const body = { model_requested: 'gpt-4o', req: { commit: 'AAA=', bytes: 2 } };
    const same = ['The same bytes as from the client'];
    expect(told('ai.request.intent', body)['To the provider']).toEqual(same);
    expect(told('ai.request.denied', body)).not.toHaveProperty('To the provider');
  });

  test.each([
    ['provider', 'Counted by the provider'],
    ['estimated', 'Estimated by Monago: the provider’s count did not arrive'],
  ])('tells tokens that are from %s', (source, detail) => {
    const usage = { source, input: 1200, output: 40, cached: 1000, cache_write: 0, reasoning: 12 };
    expect(told('ai.request.outcome', { usage })).toEqual({
      Tokens: ['1,200 in, 40 out, 1,000 of them from the cache, 12 of them reasoning', detail],
    });
  });

  test('tells unknown tokens from none', () => {
    expect(told('ai.request.outcome', { usage: { source: 'unknown' } })).toEqual({
      Tokens: ['Not known'],
    });
    expect(told('ai.request.outcome', {})).toEqual({});
    expect(told('ai.request.outcome', { usage: { source: 'guessed', input: 1 } })).toEqual({});
  });

  test('believes no shape', () => {
    const body = { model: 7, translation: { dropped: 'all', changed: [1, { a: 2 }] }, req: 'x' };
    expect(told('ai.request.denied', body)).toEqual({ Model: ['7'], Changed: ['1'] });
  });
});
