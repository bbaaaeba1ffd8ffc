import { describe, expect, test } from 'vitest';
import { inspectSegments } from '../../domain/inspection/inspection.ts';
import { Vault } from '../../domain/inspection/tokens/vault.ts';
import { bundleOf } from '../../domain/policy/bundle/policy-bundle.ts';
import { sampleInput } from '../../domain/policy/bundle/sample-input.ts';
import { noDeclarations, parsePolicies } from '../../domain/policy/document/parse-policies.ts';
import { segmentsOf } from '../../domain/protocol/segments/segments-of.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { estimateTokens } from '../prompt/prompt.ts';
import { readJsonObject } from '../prompt/read-json.ts';
import { applyObligations } from './apply-obligations.ts';

function promptOf(body: Buffer): Prompt {
  return {
    body,
    members: readJsonObject(body),
    modelRequested: 'gpt-4o',
    model: 'gpt-4o',
    provider: 'openai',
    isStream: false,
    isInspectable: true,
    tokenEstimate: estimateTokens(body.length),
  };
}

function typeOf(text: string): string {
  if (text.startsWith('https:')) return 'URL';
  return text.includes('@') ? 'EMAIL' : 'NIK';
}

/** Finds e-mail addresses, long numbers and addresses of pages. */
const detectors = {
  scan: (text: string) =>
    [...text.matchAll(/[a-z]+@[a-z.]+|\d{9,}|https:\S+/g)].map((match) => ({
      type: typeOf(match[0]),
      start: match.index,
      end: match.index + match[0].length,
      score: 1,
      detector: 'test',
      evidence: {},
    })),
  findInjection: () => [],
};

interface Case {
  readonly body: string;
  readonly effect: string;
  readonly wire?: Wire;
}

function governed({ body, effect, wire = 'chat' }: Case) {
  const prompt = promptOf(Buffer.from(body));
  const source = `name: test-policy\nmode: enforce\neffect: [${effect}]`;
  const { policies, problems } = parsePolicies(source, noDeclarations);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const bundle = bundleOf(
    policies.map((policy) => ({ policy, version: '1' })),
    noDeclarations,
  );
  const decision = bundle.decide('request', sampleInput('request'));
  const segments = segmentsOf(prompt.members);
  const inspection = inspectSegments(segments, detectors, () => false);
  const vault = new Vault({ format: 'angle' });
  const result = applyObligations({ prompt, segments, inspection, decision, vault, wire });
  return { ...result, body: result.prompt.body.toString(), vault };
}

const tokenise = '{tokenise: {types: ["*"]}}';

describe('hiding', () => {
  test('leaves the bytes alone where nothing is found', () => {
    const body = '{ "model":"gpt-4o", "messages":[ {"role":"user","content":"hi"} ] }';
    expect(governed({ body, effect: tokenise }).body).toBe(body);
  });

  test('changes the value alone and keeps the spelling of everything else', () => {
    const body =
      '{ "model":"gpt-4o","temperature":1.0, "messages":[{"role":"user","content":"ask ana@example.com \\u00e9"}] }';
    const { body: after, hidden } = governed({ body, effect: tokenise });
    expect(after).toBe(
      '{ "model":"gpt-4o","temperature":1.0, "messages":[{"role":"user","content":"ask <EMAIL_1> é"}] }',
    );
    expect(hidden).toEqual(['EMAIL']);
  });

  test('numbers values by their first occurrence over all messages', () => {
    const messages = ['bob@x.id, ana@x.id', 'ana@x.id', 'cid@x.id'].map((content) => ({
      role: 'user',
      content,
    }));
    const { prompt } = governed({ body: JSON.stringify({ messages }), effect: tokenise });
    expect(prompt.members['messages']).toEqual([
      { role: 'user', content: '<EMAIL_1>, <EMAIL_2>' },
      { role: 'user', content: '<EMAIL_2>' },
      { role: 'user', content: '<EMAIL_3>' },
    ]);
  });

  test('leaves out a number that stands in a text already, wherever that is', () => {
    const messages = [
      { role: 'user', content: 'ana@x.id' },
      { role: 'user', content: 'what is <EMAIL_1>?' },
    ];
    const { prompt } = governed({ body: JSON.stringify({ messages }), effect: tokenise });
    expect(JSON.stringify(prompt.members)).toContain('"<EMAIL_2>"');
  });

  test('keeps the arguments of a tool JSON, numbers without quotes included', () => {
    const call = { function: { name: 'f', arguments: '{"nik":3171234567890123,"to":"ana@x.id"}' } };
    const body = JSON.stringify({
      messages: [{ role: 'assistant', content: null, tool_calls: [call] }],
    });
    const { prompt } = governed({ body, effect: tokenise });
    expect(JSON.stringify(prompt.members)).toContain(
      JSON.stringify('{"nik":"<NIK_1>","to":"<EMAIL_1>"}').slice(1, -1),
    );
  });

  test('puts a text where a number stood in the input of a tool', () => {
    const body = JSON.stringify({
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'toolu_1', name: 'f', input: { nik: 3171234567890123 } },
          ],
        },
      ],
    });
    const { body: after } = governed({ body, effect: tokenise, wire: 'messages' });
    expect(after).toContain('"input":{"nik":"<NIK_1>"}');
  });

  test('refuses what cannot be hidden where it stands, and says where', () => {
    const body = JSON.stringify({ messages: [], stop: ['ana@x.id'] });
    expect(() => governed({ body, effect: tokenise })).toThrow(
      expect.objectContaining({ code: 'pii_blocked', param: 'stop.0' }),
    );
  });

  test('leaves what only everything together would hide where it cannot be hidden', () => {
    const image_url = { url: 'https://pictures.example/a.png' };
    const body = JSON.stringify({
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url }] }],
    });
    expect(governed({ body, effect: tokenise }).body).toBe(body);
    expect(() => governed({ body, effect: '{tokenise: {types: [URL]}}' })).toThrow(
      expect.objectContaining({ code: 'pii_blocked' }),
    );
  });

  test('leaves the signed thoughts of a model as they are', () => {
    const signature = Buffer.alloc(96, 0x9c).toString('base64');
    const body = JSON.stringify({
      messages: [
        {
          role: 'assistant',
          content: [{ type: 'thinking', thinking: 'ana@x.id', signature }],
        },
      ],
    });
    expect(governed({ body, effect: tokenise, wire: 'messages' }).body).toBe(body);
  });
});

describe('limiting the output', () => {
  const effect = '{cap: {max_output_tokens: 100}}';

  test.each([
    ['chat', {}, { max_completion_tokens: 100 }],
    ['chat', { max_tokens: 500 }, { max_tokens: 100 }],
    ['chat', { max_completion_tokens: 50 }, { max_completion_tokens: 50 }],
    ['messages', { max_tokens: 500 }, { max_tokens: 100 }],
    ['responses', {}, { max_output_tokens: 100 }],
    ['responses', { max_output_tokens: null }, { max_output_tokens: 100 }],
    ['converse', {}, { inferenceConfig: { maxTokens: 100 } }],
    [
      'converse',
      { inferenceConfig: { topP: 1 } },
      { inferenceConfig: { topP: 1, maxTokens: 100 } },
    ],
    ['embeddings', { input: 'a' }, { input: 'a' }],
  ] as const)('of %s with %j', (wire, members, expected) => {
    expect(governed({ body: JSON.stringify(members), effect, wire }).prompt.members).toEqual(
      expected,
    );
  });

  test('refuses a format in which nobody knows how', () => {
    const body = '{"inputText":"hi"}';
    expect(() => governed({ body, effect, wire: 'invoke' })).toThrow(
      expect.objectContaining({ code: 'policy_blocked' }),
    );
  });

  test('refuses a request that is too long itself', () => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'a'.repeat(100) }] });
    const cap = '{cap: {max_input_tokens: 10}}';
    expect(() => governed({ body, effect: cap })).toThrow(
      expect.objectContaining({ code: 'policy_blocked' }),
    );
  });
});

describe('taking tools out', () => {
  const tool = (name: string) => ({ type: 'function', function: { name, description: 'x@y.id' } });
  const effect = '{strip_tools: {remove: ["shell", "mcp*"]}}';

  test('takes out those that fit, and a choice that names one of them', () => {
    const body = JSON.stringify({
      tools: [tool('shell'), tool('search'), tool('mcp__x')],
      tool_choice: { type: 'function', function: { name: 'shell' } },
    });
    const { prompt, strippedTools } = governed({ body, effect });
    expect(prompt.members).toEqual({ tools: [tool('search')] });
    expect(strippedTools).toEqual(['shell', 'mcp__x']);
  });

  test('takes out the list where nothing is left of it', () => {
    const body = JSON.stringify({ tools: [tool('shell')], tool_choice: 'auto', n: 1 });
    expect(governed({ body, effect }).prompt.members).toEqual({ n: 1 });
  });

  test('hides nothing in what is gone', () => {
    const body = JSON.stringify({ tools: [tool('shell'), tool('search')] });
    const { body: after } = governed({ body, effect: `${effect}, ${tokenise}` });
    expect(JSON.parse(after)).toEqual({
      tools: [{ type: 'function', function: { name: 'search', description: '<EMAIL_1>' } }],
    });
  });
});

test('a route leads to another provider and model', () => {
  const { prompt } = governed({
    body: '{"model":"gpt-4o"}',
    effect: '{route: {provider: anthropic, model: claude-sonnet-4}}',
  });
  expect([prompt.provider, prompt.model]).toEqual(['anthropic', 'claude-sonnet-4']);
});
