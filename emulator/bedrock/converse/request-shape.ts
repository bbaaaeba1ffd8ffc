import { contentBlock, systemBlock, toolConfig } from './content-shapes.ts';
import {
  anything,
  listOf,
  mapOf,
  number,
  oneOf,
  type Shape,
  structure,
  text,
  union,
} from './shape.ts';

const messages = listOf(
  structure({ role: oneOf('user', 'assistant', 'system'), content: listOf(contentBlock) }),
);
const system = listOf(systemBlock);

const inferenceConfig = structure(
  {},
  {
    maxTokens: number({ min: 1, isInteger: true }),
    temperature: number({ min: 0, max: 1 }),
    topP: number({ min: 0, max: 1 }),
    stopSequences: listOf(text({ min: 1 }), { max: 2_500 }),
  },
);

const guardrail = {
  guardrailIdentifier: text({ max: 2_048 }),
  guardrailVersion: text({ pattern: /|([1-9][0-9]{0,7})|(DRAFT)/ }),
  trace: oneOf('disabled', 'enabled', 'enabled_full'),
};

const outputConfig = structure(
  {},
  {
    textFormat: structure({
      type: oneOf('json_schema'),
      structure: union('OutputFormatStructure', {
        jsonSchema: structure(
          { schema: text({ min: 1 }) },
          { name: text({ pattern: /[a-zA-Z0-9_-]+/, max: 64 }), description: text({ min: 1 }) },
        ),
      }),
    }),
    effort: text({ min: 1 }),
  },
);

const requestMetadata = mapOf(text({ pattern: /[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}/, max: 256 }), 16);

function converse(guardrailConfig: Shape): Shape {
  return structure(
    {},
    {
      messages,
      system,
      inferenceConfig,
      toolConfig,
      guardrailConfig,
      additionalModelRequestFields: anything,
      promptVariables: mapOf(union('PromptVariableValues', { text: text() }), 20),
      additionalModelResponseFieldPaths: listOf(text({ min: 1, max: 256 }), { max: 10 }),
      requestMetadata,
      performanceConfig: structure({}, { latency: oneOf('optimized', 'standard') }),
      serviceTier: structure({ type: oneOf('default', 'flex', 'priority', 'reserved') }),
      outputConfig,
    },
  );
}

/** The body of Converse. */
export const converseShape = converse(structure({}, guardrail));

/** The body of ConverseStream, which differs in what it takes of a guardrail. */
export const converseStreamShape = converse(
  structure({}, { ...guardrail, streamProcessingMode: oneOf('async', 'sync') }),
);

/** The body of CountTokens. */
export const countTokensShape = structure({
  input: union('CountTokensInput', {
    invokeModel: structure({ body: text({ min: 1 }) }),
    converse: structure(
      {},
      { messages, system, toolConfig, additionalModelRequestFields: anything },
    ),
  }),
});
