import { type Conversation, efforts, type Format, type Reasoning } from '../conversation.ts';
import { addCommonSettings, FoundSettings, readSchemaFormat } from '../openai-settings.ts';
import type { RequestFields } from '../request-fields.ts';

/** Takes the members of a request that say how to answer. */
export function readSettings(
  request: RequestFields,
): Pick<Conversation, 'settings' | 'settingsAt'> {
  const found = new FoundSettings();
  found.add('maxTokens', request.count('max_output_tokens'), 'max_output_tokens');
  found.add('reasoning', readReasoning(request), 'reasoning.effort');
  found.add('format', readText(request), 'text.format');
  addCommonSettings(request, found);
  return { settings: found.settings, settingsAt: found.settingsAt };
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
  const read =
    type === 'json_schema'
      ? readSchemaFormat(format, format.required('schema', format.json('schema')))
      : undefined;
  format.close();
  return type === 'json_object' ? { type } : read;
}
