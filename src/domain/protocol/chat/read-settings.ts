import {
  type Conversation,
  efforts,
  type Format,
  type Reasoning,
  type Settings,
} from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from './request-fields.ts';

const effortWords = ['none', ...efforts] as const;

/** Settings as they are found, each with its place in the request. */
class FoundSettings {
  readonly settings: { -readonly [Name in keyof Settings]: Settings[Name] } = {};
  readonly settingsAt: { [Name in keyof Settings]?: string } = {};

  add<Name extends keyof Settings>(
    name: Name,
    value: Settings[Name] | undefined,
    at: string,
  ): void {
    if (value === undefined) return;
    this.settings[name] = value;
    this.settingsAt[name] = at;
  }
}

/** Takes the members of a chat request that say how to answer. */
export function readSettings(
  request: RequestFields,
): Pick<Conversation, 'settings' | 'settingsAt'> {
  const found = new FoundSettings();
  addLimit(request, found);
  found.add('temperature', request.number('temperature'), 'temperature');
  found.add('topP', request.number('top_p'), 'top_p');
  found.add('stop', readStop(request), 'stop');
  found.add('reasoning', readReasoning(request), 'reasoning_effort');
  found.add('format', readFormat(request), 'response_format');
  found.add('serviceTier', request.string('service_tier'), 'service_tier');
  found.add('metadata', readMetadata(request), 'metadata');
  addUser(request, found);
  return { settings: found.settings, settingsAt: found.settingsAt };
}

function addLimit(request: RequestFields, found: FoundSettings): void {
  found.add('maxTokens', request.count('max_tokens'), 'max_tokens');
  const limit = request.count('max_completion_tokens');
  if (limit !== undefined && found.settings.maxTokens !== undefined) {
    request.ledger.drop('max_tokens');
  }
  found.add('maxTokens', limit, 'max_completion_tokens');
}

/** `user` is the older name of `safety_identifier`. */
function addUser(request: RequestFields, found: FoundSettings): void {
  found.add('user', request.string('user'), 'user');
  const identifier = request.string('safety_identifier');
  if (identifier !== undefined && found.settings.user !== undefined) request.ledger.drop('user');
  found.add('user', identifier, 'safety_identifier');
}

function readStop(request: RequestFields): readonly string[] | undefined {
  const node = request.take('stop');
  if (node === undefined) return undefined;
  if (node.kind === 'string') return [node.value];
  if (node.kind !== 'array')
    throw invalidRequest('stop', 'must be a string or an array of strings');
  const words = node.items.map((item, index) => {
    if (item.kind === 'string') return item.value;
    throw invalidRequest(`stop[${index}]`, 'must be a string');
  });
  return words.length > 0 ? words : undefined;
}

function readReasoning(request: RequestFields): Reasoning | undefined {
  const word = request.oneOf('reasoning_effort', effortWords);
  if (word === undefined) return undefined;
  return word === 'none' ? { mode: 'off' } : { mode: 'effort', effort: word };
}

function readFormat(request: RequestFields): Format | undefined {
  const format = request.object('response_format');
  if (!format) return undefined;
  const type = format.oneOf('type', ['text', 'json_object', 'json_schema']);
  const read =
    format.required('type', type) === 'json_schema'
      ? readSchemaFormat(format.requiredObject('json_schema'))
      : undefined;
  format.close();
  return type === 'json_object' ? { type } : read;
}

function readSchemaFormat(definition: RequestFields): Format {
  const name = definition.requiredString('name');
  const schema = definition.json('schema');
  const strict = definition.boolean('strict');
  const description = definition.string('description');
  definition.close();
  return {
    type: 'json_schema',
    name,
    schema: new RawJson(schema?.raw ?? '{}'),
    ...(strict !== undefined && { strict }),
    ...(description !== undefined && { description }),
  };
}

function readMetadata(request: RequestFields): ReadonlyMap<string, string> | undefined {
  const entries = request.json('metadata');
  if (!entries) return undefined;
  const pairs = [...entries.members].map(([name, node]): [string, string] => {
    if (node.kind === 'string') return [name, node.value];
    throw invalidRequest(`metadata.${name}`, 'must be a string');
  });
  return pairs.length > 0 ? new Map(pairs) : undefined;
}
