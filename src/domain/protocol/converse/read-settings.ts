import type { Conversation, Format } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';
import type { Ledger } from '../ledger.ts';
import { type PlacedSettings, placed } from './placed-settings.ts';
import { readEffort, readModelFields } from './read-model-fields.ts';
import { invalid, type RequestObject } from './request-object.ts';

export interface ReadSettings extends PlacedSettings {
  readonly choice: Pick<Conversation, 'toolChoice' | 'parallelToolCalls'>;
}

export function readSettings(request: RequestObject, ledger: Ledger): ReadSettings {
  const sampling = readInferenceConfig(request.object('inferenceConfig'), ledger);
  const output = readOutputConfig(request.object('outputConfig'), ledger);
  const fields = readModelFields(request.object('additionalModelRequestFields'), ledger);
  const account = readAccount(request, ledger);
  const reasoning = fields.settings.reasoning ?? output.settings.reasoning;
  return {
    settings: {
      ...sampling.settings,
      ...fields.settings,
      ...output.settings,
      ...account.settings,
      ...(reasoning && { reasoning }),
    },
    settingsAt: {
      ...sampling.settingsAt,
      ...output.settingsAt,
      ...fields.settingsAt,
      ...account.settingsAt,
    },
    choice: fields.choice,
  };
}

function readInferenceConfig(config: RequestObject | undefined, ledger: Ledger): PlacedSettings {
  if (config === undefined) return { settings: {}, settingsAt: {} };
  const stop = config.list('stopSequences').map(({ node, at }) => textOf(node, at));
  const settings = {
    maxTokens: config.integer('maxTokens'),
    temperature: config.number('temperature'),
    topP: config.number('topP'),
    // Not of the official shape, but some clients put it here.
    topK: config.integer('topK'),
    stop: stop.length > 0 ? stop : undefined,
  };
  config.loseRest(ledger);
  return placed(settings, (name) => config.place(name === 'stop' ? 'stopSequences' : name));
}

function readOutputConfig(config: RequestObject | undefined, ledger: Ledger): PlacedSettings {
  if (config === undefined) return { settings: {}, settingsAt: {} };
  const textFormat = config.object('textFormat');
  const format = textFormat && readFormat(textFormat, ledger);
  const effort = readEffort(config, 'effort');
  config.loseRest(ledger);
  return placed({ format, reasoning: effort?.value }, (name) =>
    name === 'reasoning' ? config.place('effort') : config.place('textFormat'),
  );
}

function readFormat(textFormat: RequestObject, ledger: Ledger): Format {
  const type = textFormat.requiredText('type');
  if (type !== 'json_schema') throw invalid(textFormat.place('type'), 'has to be json_schema');
  const structure = textFormat.requiredObject('structure');
  const definition = structure.requiredObject('jsonSchema');
  const schema = readSchemaText(definition);
  const name = definition.text('name') ?? 'response';
  const description = definition.text('description');
  for (const object of [definition, structure, textFormat]) object.loseRest(ledger);
  return { type, name, schema, ...(description !== undefined && { description }) };
}

function readSchemaText(definition: RequestObject): RawJson {
  const text = definition.requiredText('schema');
  const at = definition.place('schema');
  try {
    const node = parseJsonTree(text);
    if (node.kind === 'object') return new RawJson(node.raw);
  } catch {
    // Answered below: the complaint is the same.
  }
  throw invalid(at, 'has to be the JSON text of a schema');
}

function readAccount(request: RequestObject, ledger: Ledger): PlacedSettings {
  const tier = request.object('serviceTier');
  const serviceTier = tier?.text('type');
  tier?.loseRest(ledger);
  const metadata = readMetadata(request.object('requestMetadata'));
  return placed({ serviceTier, metadata }, (name) =>
    name === 'metadata' ? 'requestMetadata' : 'serviceTier',
  );
}

function readMetadata(entries: RequestObject | undefined): Map<string, string> | undefined {
  if (entries === undefined) return undefined;
  return new Map(entries.left.map((name) => [name, entries.requiredText(name)]));
}

function textOf(node: JsonNode, at: string): string {
  if (node.kind !== 'string') throw invalid(at, 'has to be a string');
  return node.value;
}
