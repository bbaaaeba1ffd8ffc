import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest, notFound } from './api-failure.ts';
import type { Dialect } from './api-version.ts';
import { checkBlocks, checkText, checkThinkingEnds } from './content-rules.ts';
import { blocksOf, readTurns, type Turn } from './conversation.ts';
import type { Model } from './model-catalogue.ts';
import { checkModelRules, memberOf } from './model-rules.ts';
import { checkBreakpoints } from './prompt-cache.ts';
import { countShape, messageShape } from './request-shape.ts';
import { checkOutputSchema } from './structured-output.ts';
import { checkToolPairs } from './tool-pairing.ts';

/** A tool that the caller runs itself. */
export type ClientTool = { name: string; schema: unknown };

/** A request that the API accepts. */
export type MessageRequest = {
  model: Model;
  fields: Fields;
  turns: readonly Turn[];
  tools: ClientTool[];
  /** The schema that the answer's text must follow. */
  outputSchema?: unknown;
};

export type FindModel = (name: string) => Model | undefined;

/** Reads the body of a request for a message. Throws the refusal that it deserves. */
export function readMessageRequest(
  fields: Fields,
  dialect: Dialect,
  findModel: FindModel,
): MessageRequest {
  messageShape(fields, '', dialect);
  refuseBlankStops(fields);
  return readPrompt(fields, dialect, findModel);
}

/** Reads the body of a request to count tokens. Throws the refusal that it deserves. */
export function readCountRequest(
  fields: Fields,
  dialect: Dialect,
  findModel: FindModel,
): MessageRequest {
  countShape(fields, '', dialect);
  return readPrompt(fields, dialect, findModel);
}

function readPrompt(fields: Fields, dialect: Dialect, findModel: FindModel): MessageRequest {
  const model = findModel(String(fields['model']));
  if (model === undefined) throw notFound(`model: ${String(fields['model'])}`);
  const turns = readTurns(fields['messages']);
  if (turns.length === 0) throw invalidRequest('messages: at least one message is required');
  checkBlocks(turns, dialect.version);
  if (Array.isArray(fields['system'])) {
    for (const block of blocksOf(fields['system'], 'system')) checkText(block, 'system');
  }
  checkToolPairs(turns);
  checkThinkingEnds(turns);
  checkBreakpoints(fields);
  refuseRepeatedTools(fields);
  const outputSchema = readOutputSchema(fields);
  checkModelRules({ model, fields, turns, dialect });
  return { model, fields, turns, tools: clientTools(fields), outputSchema };
}

function readOutputSchema(fields: Fields): unknown {
  const format = memberOf(fields, 'output_config')['format'] ?? undefined;
  const path = format === undefined ? 'output_format.schema' : 'output_config.format.schema';
  const { schema } = isFields(format) ? format : memberOf(fields, 'output_format');
  checkOutputSchema(schema, path);
  return schema;
}

// Tools with a type of their own are run by the provider or come with a built-in schema.
function clientTools(fields: Fields): ClientTool[] {
  const tools = Array.isArray(fields['tools']) ? fields['tools'].filter(isFields) : [];
  return tools
    .filter(({ type }) => (type ?? 'custom') === 'custom')
    .map((tool) => ({ name: String(tool['name']), schema: tool['input_schema'] }));
}

function refuseRepeatedTools(fields: Fields): void {
  const tools = Array.isArray(fields['tools']) ? fields['tools'].filter(isFields) : [];
  const names = tools.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  if (new Set(names).size < names.length) throw invalidRequest('tools: Tool names must be unique.');
}

function refuseBlankStops(fields: Fields): void {
  const { stop_sequences: stops } = fields;
  if (!Array.isArray(stops) || stops.every((stop) => String(stop).trim() !== '')) return;
  throw invalidRequest('stop_sequences: each stop sequence must contain non-whitespace');
}
