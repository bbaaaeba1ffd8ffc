import { type Conversation, efforts, type Format, type Reasoning } from '../conversation.ts';
import { addCommonSettings, FoundSettings, readSchemaFormat } from '../openai-settings.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';

const effortWords = ['none', ...efforts] as const;

/** Takes the members of a chat request that say how to answer. */
export function readSettings(
  request: RequestFields,
): Pick<Conversation, 'settings' | 'settingsAt'> {
  const found = new FoundSettings();
  addLimit(request, found);
  found.add('stop', readStop(request), 'stop');
  found.add('reasoning', readReasoning(request), 'reasoning_effort');
  found.add('format', readFormat(request), 'response_format');
  addCommonSettings(request, found);
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
      ? readDefinition(format.requiredObject('json_schema'))
      : undefined;
  format.close();
  return type === 'json_object' ? { type } : read;
}

function readDefinition(definition: RequestFields): Format {
  const read = readSchemaFormat(definition, definition.json('schema'));
  definition.close();
  return read;
}
