import { invalidRequest, type RequestFields } from '../chat/request-fields.ts';
import {
  type Conversation,
  efforts,
  type Format,
  type Reasoning,
  type Settings,
} from '../conversation.ts';
import { RawJson } from '../json-text.ts';

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

/** Takes the members of a request that say how to answer. */
export function readSettings(
  request: RequestFields,
): Pick<Conversation, 'settings' | 'settingsAt'> {
  const found = new FoundSettings();
  found.add('maxTokens', request.count('max_output_tokens'), 'max_output_tokens');
  found.add('temperature', request.number('temperature'), 'temperature');
  found.add('topP', request.number('top_p'), 'top_p');
  found.add('reasoning', readReasoning(request), 'reasoning.effort');
  found.add('format', readText(request), 'text.format');
  found.add('serviceTier', request.string('service_tier'), 'service_tier');
  found.add('metadata', readMetadata(request), 'metadata');
  addUser(request, found);
  return { settings: found.settings, settingsAt: found.settingsAt };
}

/** `user` is the older name of `safety_identifier`. */
function addUser(request: RequestFields, found: FoundSettings): void {
  found.add('user', request.string('user'), 'user');
  const identifier = request.string('safety_identifier');
  if (identifier !== undefined && found.settings.user !== undefined) request.ledger.drop('user');
  found.add('user', identifier, 'safety_identifier');
}

const effortWords = ['none', ...efforts] as const;

function readReasoning(request: RequestFields): Reasoning | undefined {
  const asked = request.object('reasoning');
  if (asked === undefined) return undefined;
  const word = asked.oneOf('effort', effortWords);
  // What is given as a summary is what the model's provider tells of its thoughts.
  asked.drop('summary');
  asked.drop('generate_summary');
  loseUnless(asked, 'context', 'auto');
  loseUnless(asked, 'mode', 'standard');
  asked.close();
  if (word === undefined) return undefined;
  return word === 'none' ? { mode: 'off' } : { mode: 'effort', effort: word };
}

function loseUnless(fields: RequestFields, name: string, usual: string): void {
  const value = fields.string(name);
  if (value === undefined || value === usual) return;
  fields.ledger.lose(fields.place(name), 'asks for something that only OpenAI does');
}

function readText(request: RequestFields): Format | undefined {
  const text = request.object('text');
  if (text === undefined) return undefined;
  const format = text.object('format');
  text.drop('verbosity');
  text.close();
  return format && readFormat(format);
}

function readFormat(format: RequestFields): Format | undefined {
  const type = format.required(
    'type',
    format.oneOf('type', ['text', 'json_object', 'json_schema'] as const),
  );
  const read = type === 'json_schema' ? readSchemaFormat(format) : undefined;
  format.close();
  return type === 'json_object' ? { type } : read;
}

function readSchemaFormat(format: RequestFields): Format {
  const name = format.requiredString('name');
  const schema = format.required('schema', format.json('schema'));
  const strict = format.boolean('strict');
  const description = format.string('description');
  return {
    type: 'json_schema',
    name,
    schema: new RawJson(schema.raw),
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
