import { describe, expect, test } from 'vitest';
import type { ModelAnswer } from '../../src/domain/protocol/answer.ts';
import { RawJson } from '../../src/domain/protocol/json-text.ts';
import { eventsOf } from '../support/responses-model.ts';
import { checkTypes, type Emission } from './check-types.ts';
import { distinctShapes } from './distinct-shapes.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { writtenStream, writtenWhole } from './written-answers.ts';

const timeoutMs = 300_000;

const answer: ModelAnswer = {
  content: [
    { kind: 'reasoning', text: 'Hm.', signature: 'c2ln' },
    { kind: 'redacted_reasoning', data: 'c2VjcmV0' },
    { kind: 'text', text: 'Hello' },
    { kind: 'refusal', text: 'No.' },
    { kind: 'tool_call', id: 'call_1', name: 'weather', input: new RawJson('{"city":"Jakarta"}') },
  ],
  stop: 'tool_calls',
  usage: { input: 10, output: 5, cached: 3, cacheWrite: 4, cacheWrite1h: 1, reasoning: 2 },
};
const requests: readonly Emission[] = [
  {
    kind: 'chat.request',
    source: 'a request',
    body: {
      model: 'gpt-4o-mini',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
        { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
      ],
      tools: [{ type: 'function', function: { name: 'weather', parameters: {} } }],
    },
  },
  {
    kind: 'messages.request',
    source: 'a request',
    body: {
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      temperature: 0.5,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      tools: [{ name: 'weather', input_schema: { type: 'object' } }],
    },
  },
  {
    kind: 'converse.request',
    source: 'a request',
    body: {
      messages: [
        { role: 'user', content: [{ text: 'Hello' }] },
        { role: 'user', content: [{ image: { format: 'png', source: { bytes: 'iVBO' } } }] },
      ],
      inferenceConfig: { maxTokens: 100 },
      toolConfig: {
        tools: [{ toolSpec: { name: 'weather', inputSchema: { json: {} } } }],
        toolChoice: { any: {} },
      },
    },
  },
];
const fitting = distinctShapes([
  ...writtenWhole('an answer', answer),
  ...writtenStream('a stream', [...eventsOf(answer), { type: 'end' }]),
  ...writtenStream('a broken stream', [{ type: 'start' }]),
  ...requests,
]).filter(({ body }) => !/"type":"response\.(?:created|in_progress)"/.test(JSON.stringify(body)));

/** A schema takes anything there: arguments of tools, and schemas. */
const open = new Set(['input', 'input_schema', 'parameters', 'json', 'metadata']);

function isClosed({ wrong, names }: Mutant): boolean {
  const above = wrong === 'mistyped' ? names : names.slice(0, -1);
  return !above.some((name) => open.has(name));
}

/** What the official types let be left out, by kind. Events of the Responses API hold parts of its answer. */
const optional: Readonly<Record<string, readonly string[]>> = {
  chat: [
    'usage',
    'usage.prompt_tokens_details',
    'usage.prompt_tokens_details.cached_tokens',
    'usage.prompt_tokens_details.cache_write_tokens',
    'usage.completion_tokens_details',
    'usage.completion_tokens_details.reasoning_tokens',
    'choices.message.reasoning_content',
    'choices.message.thinking_blocks',
    'choices.message.thinking_blocks.signature',
    'choices.message.tool_calls',
    'choices.logprobs of a chunk',
    'choices.delta.role',
    'choices.delta.content',
    'choices.delta.refusal',
    'choices.delta.reasoning_content',
    'choices.delta.thinking_blocks',
    'choices.delta.thinking_blocks.signature',
    'choices.delta.tool_calls',
    'choices.delta.tool_calls.id',
    'choices.delta.tool_calls.type',
    'choices.delta.tool_calls.function',
    'choices.delta.tool_calls.function.name',
    'choices.delta.tool_calls.function.arguments',
    'tools',
    'tools.function.parameters',
  ],
  responses: [
    'status',
    'background',
    'max_output_tokens',
    'previous_response_id',
    'reasoning',
    'reasoning.effort',
    'reasoning.summary',
    'store',
    'text',
    'text.format',
    'truncation',
    'usage',
    'output.id',
    'output.status',
    'output.encrypted_content',
    'output.content.logprobs',
    'error of an event',
  ],
  messages: ['temperature', 'system', 'system.cache_control', 'tools'],
  converse: [
    'output.message.content.reasoningContent.reasoningText.signature',
    'usage.cacheReadInputTokens',
    'usage.cacheWriteInputTokens',
    'usage.cacheDetails',
    'messages',
    'inferenceConfig',
    'inferenceConfig.maxTokens',
    'toolConfig',
    'toolConfig.toolChoice',
  ],
};

function isOptional({ kind, names, variant }: Mutant): boolean {
  const path = names
    .join('.')
    .replace(/^response\./, '')
    .replace(/^item\./, 'output.')
    .replace(/^part\./, 'output.content.');
  const [wire = ''] = kind.split('.');
  const isPiece =
    kind === 'chat.chunk' ? ' of a chunk' : variant === ' error' ? ' of an event' : '';
  const known = optional[wire] ?? [];
  return known.includes(path) || known.includes(`${path}${isPiece}`);
}

/** One mutant for each place and change is enough. */
const mutants = [
  ...new Map(
    fitting
      .flatMap(mutantsOf)
      .filter(isClosed)
      .map((mutant) => [nameOf(mutant), mutant]),
  ).values(),
];

function nameOf({ kind, wrong, names, variant }: Mutant): string {
  return `${kind}${variant}: ${names.join('.')} ${wrong}`;
}

async function survivors(given: readonly Mutant[]): Promise<string[]> {
  const faults = await checkTypes(given);
  const found = new Set(faults.map(({ source }) => source));
  return given.filter(({ source }) => !found.has(source)).map(nameOf);
}

describe('a body that is not what the official types say is found', () => {
  test(
    'a member too many, misspelt or of another type, wherever it is',
    async () => {
      const given = mutants.filter(({ wrong }) => wrong !== 'missing');
      expect(given.length).toBeGreaterThan(1_000);
      expect(await survivors(given)).toEqual([]);
    },
    timeoutMs,
  );

  test(
    'a member that is missing, unless the official types let it be left out',
    async () => {
      const given = mutants.filter((one) => one.wrong === 'missing' && !isOptional(one));
      expect(given.length).toBeGreaterThan(200);
      expect(await survivors(given)).toEqual([]);
    },
    timeoutMs,
  );
});
