import { describe, expect, test } from 'vitest';
import { MonagoError } from '../errors.ts';
import { Ledger } from './ledger.ts';

describe('a ledger', () => {
  test('refuses a loss in strict mode, and names it', () => {
    const ledger = new Ledger('strict');
    expect(() => ledger.lose('logit_bias', 'is not known')).toThrow(
      expect.objectContaining({ code: 'unsupported_parameter', param: 'logit_bias' }),
    );
    expect(() => ledger.alter('temperature', 'is too high')).toThrow(MonagoError);
    expect(ledger.dropped).toEqual([]);
  });

  test('tells losses and changes apart in lenient mode, each once and in order', () => {
    const ledger = new Ledger('lenient');
    ledger.lose('logit_bias', 'is not known');
    ledger.drop('seed');
    ledger.lose('logit_bias', 'is not known');
    ledger.alter('temperature', 'is too high');
    expect(ledger.dropped).toEqual(['logit_bias', 'seed']);
    expect(ledger.changed).toEqual(['temperature']);
  });

  test('lets what is of no consequence go in either mode', () => {
    const ledger = new Ledger('strict');
    ledger.drop('seed');
    expect(ledger.dropped).toEqual(['seed']);
  });

  test.each([
    'anthropic-beta: interleaved-thinking-2025-05-14',
    'messages[12].content[3].cache_control.ttl',
    'additionalModelRequestFields.inferenceConfig',
    'tools[0].function.parameters',
  ])('keeps %s as it is', (name) => {
    const ledger = new Ledger('lenient');
    ledger.drop(name);
    expect(ledger.dropped).toEqual([name]);
  });

  test('masks a key that was written where a name belongs', () => {
    const key = 'sk-proj-mI7xQ2vB9nT4kL8pW3zR6yD1';
    const ledger = new Ledger('lenient');
    ledger.drop(`metadata.${key}`);
    ledger.alter(`messages[0].${key}`, 'is not known');
    expect([...ledger.dropped, ...ledger.changed].join()).not.toContain(key.slice(8, 16));
    expect(ledger.dropped).toEqual(['metadata.•••']);
  });
});
