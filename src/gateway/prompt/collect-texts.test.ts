import { describe, expect, test } from 'vitest';
import { sealReasoning } from '../../domain/protocol/responses/sealed-reasoning.ts';
import { collectTexts } from './collect-texts.ts';

describe('the texts of a request', () => {
  test('are found in whatever member they stand', () => {
    const body = { a: 'one', b: [{ c: 'two', d: 3 }], e: { f: { g: ['three'] } } };
    expect(collectTexts(body)).toEqual(['one', 'two', 'three']);
  });

  test('are without pictures and files, and with texts that pretend to be one', () => {
    const picture = 'iVBORw0K'.repeat(100);
    expect(collectTexts({ data: picture, url: `data:image/png;base64,${picture}` })).toEqual([]);
    expect(collectTexts({ data: 'sri@bank.example' })).toEqual(['sri@bank.example']);
  });

  test('are read out of the wrapping in which reasoning is given back', () => {
    const text = 'The address is sri@bank.example';
    const encrypted_content = sealReasoning({ kind: 'reasoning', text, signature: 'c2ln' });
    expect(encrypted_content).not.toContain('sri@');
    expect(collectTexts({ input: [{ type: 'reasoning', encrypted_content }] })).toContain(text);
  });
});
