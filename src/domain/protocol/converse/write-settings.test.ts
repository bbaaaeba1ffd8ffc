import { describe, expect, test } from 'vitest';
import {
  type Case,
  claude,
  fault,
  mistral,
  newest,
  tool,
  write,
} from '../../../../tests/support/converse-requests.ts';
import type { Format, Settings } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import type { ModelAbilities } from '../model-abilities.ts';

const low = { mode: 'effort', effort: 'low' } as const;
const bound: Format = {
  type: 'json_schema',
  name: 'n',
  schema: new RawJson('{"type":"string","maxLength":3}'),
};

interface Loss extends Case {
  readonly what: string;
  readonly param: string;
}

const losses: readonly Loss[] = [
  {
    what: 'a temperature over the maximum',
    settings: { temperature: 1.5 },
    param: 'at.temperature',
  },
  {
    what: 'sampling of a model without',
    settings: { topP: 0.5 },
    abilities: newest,
    param: 'at.topP',
  },
  {
    what: 'a limit over that of the model',
    settings: { maxTokens: 100_000 },
    param: 'at.maxTokens',
  },
  { what: 'a stop sequence of white space', settings: { stop: [' '] }, param: 'at.stop' },
  { what: 'a tier of somebody else', settings: { serviceTier: 'scale' }, param: 'at.serviceTier' },
  {
    what: 'metadata that is too long',
    settings: { metadata: new Map([['a', 'b'.repeat(257)]]) },
    param: 'at.metadata.a',
  },
  {
    what: 'top_k of a model without',
    settings: { topK: 3 },
    abilities: { ...claude, family: 'llama' },
    param: 'at.topK',
  },
  {
    what: 'JSON without a schema',
    settings: { format: { type: 'json_object' } },
    param: 'at.format',
  },
  {
    what: 'a schema that Claude cannot be bound to',
    settings: { format: bound },
    param: 'at.format',
  },
  {
    what: 'a strict tool of a model without',
    tools: [{ name: 'f', strict: true, at: 'tools[0]' }],
    abilities: mistral,
    param: 'tools[0].strict',
  },
  {
    what: 'reasoning of a model without',
    settings: { reasoning: low },
    abilities: mistral,
    param: 'at.reasoning',
  },
  {
    what: 'reasoning that cannot be switched off',
    settings: { reasoning: { mode: 'off' } },
    abilities: newest,
    param: 'at.reasoning',
  },
  {
    what: 'a budget of a model with efforts',
    settings: { reasoning: { mode: 'budget', tokens: 9 } },
    abilities: newest,
    param: 'at.reasoning',
  },
  {
    what: 'an effort that is not known',
    settings: { reasoning: { mode: 'effort', effort: 'xhigh' } },
    abilities: newest,
    param: 'at.reasoning',
  },
  {
    what: 'thinking without room for it',
    settings: { maxTokens: 900, reasoning: low },
    param: 'at.reasoning',
  },
];

describe('the settings of a request to Bedrock', () => {
  test('what Converse has words for goes there', () => {
    const settings: Settings = {
      maxTokens: 10,
      temperature: 0,
      topP: 0.5,
      topK: 3,
      stop: ['x'],
      serviceTier: 'flex',
      user: 'u1',
      metadata: new Map([['team', 'a']]),
    };
    const { body } = write({ settings });
    expect(body).toMatchObject({
      inferenceConfig: { maxTokens: 10, temperature: 0, topP: 0.5, stopSequences: ['x'] },
      serviceTier: { type: 'flex' },
      requestMetadata: { team: 'a', user: 'u1' },
      additionalModelRequestFields: { top_k: 3 },
      additionalModelResponseFieldPaths: ['/stop_sequence'],
    });
  });

  test.each(losses)('$what is refused in strict mode and told of in lenient mode', (loss) => {
    expect(fault(loss)).toMatchObject({ code: 'unsupported_parameter', param: loss.param });
    const { ledger } = write({ ...loss, mode: 'lenient' });
    expect([...ledger.dropped, ...ledger.changed]).toContain(loss.param);
  });

  test('of temperature and top_p the one that says something goes to a model that takes one', () => {
    const abilities = { ...claude, temperatureWithTopP: false };
    const config = (settings: Settings) => write({ settings, abilities }).body.inferenceConfig;
    expect(config({ temperature: 0.2, topP: 1 })).toEqual({ temperature: 0.2 });
    expect(config({ temperature: 1, topP: 0.5 })).toEqual({ topP: 0.5 });
    expect(fault({ settings: { temperature: 0.2, topP: 0.5 }, abilities }).param).toBe('at.topP');
  });

  test('values that change nothing are left out without a word of refusal', () => {
    const { body, ledger } = write({ settings: { temperature: 1, topP: 1 }, abilities: newest });
    expect(body).not.toHaveProperty('inferenceConfig');
    expect(ledger.dropped).toEqual(['at.temperature', 'at.topP']);
  });

  test('a schema goes as its text, in its order', () => {
    const schema =
      '{"type":"object","properties":{"z":{},"a":{"const":1.0}},"additionalProperties":false}';
    const format = { type: 'json_schema', name: 'n', schema: new RawJson(schema) } as const;
    expect(write({ settings: { format } }).body.outputConfig.textFormat).toEqual({
      type: 'json_schema',
      structure: { jsonSchema: { schema, name: 'n' } },
    });
    const { body } = write({ settings: { format }, abilities: mistral, mode: 'lenient' });
    expect(body).not.toHaveProperty('outputConfig');
    expect(body.system[0].text).toContain(schema);
  });

  test.each([
    [{ mode: 'off' } as const, claude, { thinking: { type: 'disabled' } }],
    [
      { mode: 'effort', effort: 'medium' } as const,
      claude,
      { thinking: { type: 'enabled', budget_tokens: 4096 } },
    ],
    [
      { mode: 'budget', tokens: 3000 } as const,
      claude,
      { thinking: { type: 'enabled', budget_tokens: 3000 } },
    ],
    [
      { mode: 'effort', effort: 'high' } as const,
      newest,
      { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    ],
    [{ mode: 'adaptive' } as const, newest, { thinking: { type: 'adaptive' } }],
  ])('%j is asked of Claude as %j', (reasoning, abilities, fields) => {
    expect(write({ settings: { reasoning }, abilities }).body.additionalModelRequestFields).toEqual(
      fields,
    );
  });

  test('a budget for thinking has its limit above it', () => {
    const { body } = write({ settings: { reasoning: { mode: 'budget', tokens: 8000 } } });
    expect(body.inferenceConfig.maxTokens).toBe(64_000);
    const tight = write({
      settings: { maxTokens: 2000, reasoning: { mode: 'effort', effort: 'high' } },
    });
    expect(tight.body.additionalModelRequestFields.thinking.budget_tokens).toBe(1999);
  });

  test('gotcha 11: Claude does not think where a call is forced', () => {
    const given: Case = {
      tools: [tool('f')],
      more: { toolChoice: { mode: 'required' } },
      settings: { reasoning: { mode: 'effort', effort: 'high' } },
    };
    expect(fault(given).param).toBe('at.reasoning');
    const { body } = write({ ...given, mode: 'lenient' });
    expect(body).not.toHaveProperty('additionalModelRequestFields');
    expect(body.toolConfig.toolChoice).toEqual({ any: {} });
  });

  test.each([
    ['nova', 'amazon.nova-2', { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } }],
    ['openai', 'openai.gpt-oss-120b', { reasoning_effort: 'low' }],
    ['openai', 'openai.gpt-5.6', { reasoning: { effort: 'low' } }],
  ] as const)('an effort is asked of %s (%s) in its own words', (family, model, fields) => {
    const thinking = { budget: false, adaptive: false, off: false };
    const abilities: ModelAbilities = { ...claude, family, thinking, efforts: ['low', 'high'] };
    const { body } = write({
      settings: { reasoning: { mode: 'effort', effort: 'low' } },
      abilities,
      model,
    });
    expect(body.additionalModelRequestFields).toEqual(fields);
  });
});
