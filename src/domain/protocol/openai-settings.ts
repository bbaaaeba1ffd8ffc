import type { Format, Settings } from './conversation.ts';
import { RawJson } from './json-text.ts';
import type { JsonNode } from './json-tree.ts';
import { invalidRequest, type RequestFields } from './request-fields.ts';

/** Settings as they are found, each with its place in the request. */
export class FoundSettings {
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

/** Takes the members that chat completions and Responses have in common. */
export function addCommonSettings(request: RequestFields, found: FoundSettings): void {
  found.add('temperature', request.number('temperature'), 'temperature');
  found.add('topP', request.number('top_p'), 'top_p');
  found.add('serviceTier', request.string('service_tier'), 'service_tier');
  found.add('metadata', readMetadata(request), 'metadata');
  // `user` is the older name of `safety_identifier`.
  found.add('user', request.string('user'), 'user');
  const identifier = request.string('safety_identifier');
  if (identifier !== undefined && found.settings.user !== undefined) request.ledger.drop('user');
  found.add('user', identifier, 'safety_identifier');
}

/** The format of an answer that is bound to a schema; the schema itself is where its dialect has it. */
export function readSchemaFormat(definition: RequestFields, schema: JsonNode | undefined): Format {
  const name = definition.requiredString('name');
  const strict = definition.boolean('strict');
  const description = definition.string('description');
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
