import {
  type Conversation,
  type Effort,
  efforts,
  type Format,
  type Reasoning,
  type ToolChoice,
} from '../conversation.ts';
import type { Ledger } from '../ledger.ts';
import { type PlacedSettings, placed } from './placed-settings.ts';
import { invalid, type RequestObject } from './request-object.ts';

export interface ModelFields extends PlacedSettings {
  readonly choice: Pick<Conversation, 'toolChoice' | 'parallelToolCalls'>;
}

/**
 * `additionalModelRequestFields`: what Converse hands to the model as it is. Known are the fields of Claude, of Nova
 * and of OpenAI's models; others are named in the ledger.
 */
export function readModelFields(fields: RequestObject | undefined, ledger: Ledger): ModelFields {
  if (fields === undefined) return { settings: {}, settingsAt: {}, choice: {} };
  const topKHolder = fields.object('inferenceConfig');
  const topK = fields.integer('top_k') ?? topKHolder?.integer('topK');
  const outputConfig = fields.object('output_config');
  const format = readFormat(outputConfig?.object('format'), ledger);
  const reasoning = readReasoning(fields, outputConfig, ledger);
  const choice = readToolChoice(fields.object('tool_choice'), ledger);
  for (const object of [topKHolder, outputConfig, fields]) object?.loseRest(ledger);
  const places = { topK: 'top_k', format: 'output_config.format' };
  const { settings, settingsAt } = placed({ topK, format, reasoning: reasoning?.value }, (name) =>
    name === 'topK' || name === 'format' ? fields.place(places[name]) : (reasoning?.at ?? ''),
  );
  return { settings, settingsAt: { ...settingsAt, ...choicePlaces(choice, fields) }, choice };
}

function choicePlaces(
  choice: ModelFields['choice'],
  fields: RequestObject,
): Conversation['settingsAt'] {
  return {
    ...(choice.toolChoice && { toolChoice: fields.place('tool_choice') }),
    ...(choice.parallelToolCalls !== undefined && {
      parallelToolCalls: fields.place('tool_choice.disable_parallel_tool_use'),
    }),
  };
}

function readFormat(format: RequestObject | undefined, ledger: Ledger): Format | undefined {
  if (format === undefined) return undefined;
  const type = format.requiredText('type');
  const schema = format.raw('schema');
  if (type !== 'json_schema' || schema === undefined)
    throw invalid(format.at, 'has to be a JSON Schema');
  format.loseRest(ledger);
  return { type, name: 'response', schema };
}

interface PlacedReasoning {
  readonly value: Reasoning;
  readonly at: string;
}

function readReasoning(
  fields: RequestObject,
  outputConfig: RequestObject | undefined,
  ledger: Ledger,
): PlacedReasoning | undefined {
  const effort = readEffort(outputConfig, 'effort');
  const thinking = readThinking(fields.object('thinking'), effort, ledger);
  if (thinking !== undefined) return thinking;
  const nova = fields.object('reasoningConfig');
  const openAi = fields.object('reasoning');
  const said =
    effort ??
    readEffort(fields, 'reasoning_effort') ??
    readEffort(openAi, 'effort') ??
    readNova(nova);
  for (const object of [nova, openAi]) object?.loseRest(ledger);
  return said;
}

/** @throws MonagoError `invalid_request` for a level that nobody knows */
export function readEffort(
  holder: RequestObject | undefined,
  name: string,
): PlacedReasoning | undefined {
  const word = holder?.text(name);
  if (holder === undefined || word === undefined) return undefined;
  const at = holder.place(name);
  if (word === 'none') return { value: { mode: 'off' }, at };
  const effort = efforts.find((known) => known === word);
  if (effort === undefined) throw invalid(at, `has to be one of none, ${efforts.join(', ')}`);
  return { value: { mode: 'effort', effort }, at };
}

function readThinking(
  thinking: RequestObject | undefined,
  effort: PlacedReasoning | undefined,
  ledger: Ledger,
): PlacedReasoning | undefined {
  if (thinking === undefined) return undefined;
  const { at } = thinking;
  const type = thinking.requiredText('type');
  const tokens = thinking.integer('budget_tokens');
  if (thinking.text('display') !== undefined) ledger.drop(thinking.place('display'));
  thinking.loseRest(ledger);
  if (type === 'adaptive') return { value: { mode: 'adaptive', ...effortOf(effort) }, at };
  if (effort !== undefined)
    ledger.lose(
      effort.at,
      'cannot be carried beside thinking that is switched off or has a budget',
    );
  if (type === 'disabled') return { value: { mode: 'off' }, at };
  if (type !== 'enabled')
    throw invalid(thinking.place('type'), 'has to be enabled, adaptive or disabled');
  if (tokens === undefined) throw invalid(thinking.place('budget_tokens'), 'is required');
  return { value: { mode: 'budget', tokens }, at };
}

function effortOf(said: PlacedReasoning | undefined): { readonly effort?: Effort } {
  return said?.value.mode === 'effort' ? { effort: said.value.effort } : {};
}

function readNova(config: RequestObject | undefined): PlacedReasoning | undefined {
  if (config === undefined) return undefined;
  const type = config.text('type');
  const tokens = config.integer('budgetTokens');
  const effort = readEffort(config, 'maxReasoningEffort');
  if (type === 'disabled') return { value: { mode: 'off' }, at: config.at };
  if (tokens !== undefined) return { value: { mode: 'budget', tokens }, at: config.at };
  return effort;
}

/** Claude's own form, for what Converse has no words for. */
function readToolChoice(choice: RequestObject | undefined, ledger: Ledger): ModelFields['choice'] {
  if (choice === undefined) return {};
  const type = choice.requiredText('type');
  const name = choice.text('name');
  const isSingle = choice.boolean('disable_parallel_tool_use');
  choice.loseRest(ledger);
  return {
    toolChoice: toolChoiceOf(type, name, choice),
    ...(isSingle !== undefined && { parallelToolCalls: !isSingle }),
  };
}

function toolChoiceOf(type: string, name: string | undefined, choice: RequestObject): ToolChoice {
  if (type === 'tool' && name !== undefined) return { mode: 'tool', name };
  if (type === 'any') return { mode: 'required' };
  if (type === 'auto' || type === 'none') return { mode: type };
  throw invalid(choice.at, 'has to be auto, any, none or tool with a name');
}
