import type { Conversation, Format } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import { placeOf, type RequestWriting } from './request-writing.ts';

export interface WrittenFormat {
  readonly config?: Emittable;
  /** Asks for the format in words. */
  readonly instruction?: string;
}

/** A model that cannot be bound to a schema is asked in words, which is no guarantee, and told as a change. */
export function writeFormat(conversation: Conversation, use: RequestWriting): WrittenFormat {
  const { format } = conversation.settings;
  if (format === undefined) return {};
  if (format.type === 'json_schema' && use.target.abilities.structuredOutput)
    return { config: { textFormat: textFormat(format) } };
  const what = format.type === 'json_schema' ? 'a JSON Schema' : 'JSON';
  const at = placeOf(conversation, 'format');
  use.ledger.alter(at, `binds the answer to ${what}, which ${use.target.model} is only asked for`);
  return { instruction: inWords(format) };
}

function textFormat({ name, schema, description }: Format & { type: 'json_schema' }): Emittable {
  const jsonSchema = { schema: schema.text, name, description };
  return { type: 'json_schema', structure: { jsonSchema } };
}

function inWords(format: Format): string {
  const only = 'Answer with a single JSON object and nothing else.';
  if (format.type === 'json_object') return only;
  return `${only} It has to be valid against this JSON Schema: ${format.schema.text}`;
}
