import { describe, expect, test } from 'vitest';
import { MonagoError } from '../../errors.ts';
import { Ledger } from '../ledger.ts';
import { toInvokeBody } from './to-invoke-body.ts';

function invoke(body: string, betas: readonly string[] = []) {
  const ledger = new Ledger('lenient');
  return { body: toInvokeBody(body, betas, ledger), dropped: ledger.dropped };
}

describe('a Messages request for InvokeModel', () => {
  test('loses what the path says and gets the version, and keeps every other byte', () => {
    const body =
      '{ "model":"claude-x", "messages" : [{"role":"user","content":"\\u00e9 9007199254740993"}],\n "temperature":1.0, "stream":true }';
    expect(invoke(body).body).toBe(
      '{ "messages" : [{"role":"user","content":"\\u00e9 9007199254740993"}],\n "temperature":1.0,"anthropic_version":"bedrock-2023-05-31" }',
    );
  });

  test('gotcha 18: opt-ins that Bedrock does not know are dropped by name, from header and body alike', () => {
    const { body, dropped } = invoke('{"messages":[],"anthropic_beta":["new-thing-2030-01-01"]}', [
      'context-1m-2025-08-07',
      'oauth-2025-04-20',
      'context-1m-2025-08-07',
    ]);
    expect(JSON.parse(body)).toEqual({
      messages: [],
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['context-1m-2025-08-07'],
    });
    expect(dropped).toEqual([
      'anthropic-beta: oauth-2025-04-20',
      'anthropic-beta: new-thing-2030-01-01',
    ]);
  });

  test('gotcha 19: where the opt-in for cache scopes is dropped, the scopes go with it', () => {
    const mark = '{"type":"ephemeral", "scope":"global"}';
    const input = `{"cache_control":${mark}}`;
    const { body, dropped } = invoke(
      `{"system":[{"type":"text","text":"a","cache_control":${mark}}],"messages":[{"role":"assistant","content":[ {"type":"tool_use","id":"t","name":"n","input":${input}} , {"type":"text","text":"b","cache_control":${mark}}]}]}`,
      ['prompt-caching-scope-2026-01-05'],
    );
    expect(body).toBe(
      `{"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"assistant","content":[ {"type":"tool_use","id":"t","name":"n","input":${input}} , {"type":"text","text":"b","cache_control":{"type":"ephemeral"}}]}],"anthropic_version":"bedrock-2023-05-31"}`,
    );
    expect(dropped).toContain('cache_control.scope');
  });

  test('gotcha 20: the billing line of Claude Code goes, and the instructions after it stay', () => {
    const billing = '{"type":"text","text":"x-anthropic-billing-header: cc_version=2"}';
    const rest = '{"type":"text","text":"You are kind.","cache_control":{"type":"ephemeral"}}';
    expect(invoke(`{"system":[${billing}, ${rest}]}`).body).toBe(
      `{"system":[${rest}],"anthropic_version":"bedrock-2023-05-31"}`,
    );
    expect(invoke(`{"system":[${billing}]}`)).toEqual({
      body: '{"anthropic_version":"bedrock-2023-05-31"}',
      dropped: ['system[0]'],
    });
  });

  test('members that Bedrock refuses are dropped, or refused where they are of consequence', () => {
    expect(invoke('{"metadata":{"user_id":"u"},"service_tier":"auto"}').dropped).toEqual([
      'metadata',
      'service_tier',
    ]);
    expect(() => toInvokeBody('{"inference_geo":"us"}', [], new Ledger('strict'))).toThrow(
      expect.objectContaining({ code: 'unsupported_parameter', param: 'inference_geo' }),
    );
  });

  test.each(['[]', '{', '"x"'])('%s is no request', (body) => {
    expect(() => toInvokeBody(body, [], new Ledger('strict'))).toThrow(MonagoError);
  });
});
