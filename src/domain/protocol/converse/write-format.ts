import type { Conversation, Format } from '../conversation.ts';
import type { Emittable, RawJson } from '../json-text.ts';
import { restrictSchema } from '../messages/restrict-schema.ts';
import { placeOf, type RequestWriting } from './request-writing.ts';

type SchemaFormat = Extract<Format, { type: 'json_schema' }>;

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
    return { config: { textFormat: textFormat(format, boundSchema(conversation, format, use)) } };
  const what = format.type === 'json_schema' ? 'a JSON Schema' : 'JSON';
  const at = placeOf(conversation, 'format');
  use.ledger.alter(at, `binds the answer to ${what}, which ${use.target.model} is only asked for`);
  return { instruction: inWords(format) };
}

/** The schema in the keywords that the model can be bound to. */
function boundSchema(
  conversation: Conversation,
  format: SchemaFormat,
  use: RequestWriting,
): RawJson {
  if (use.target.abilities.family !== 'claude') return format.schema;
  const { schema, lifted } = restrictSchema(format.schema);
  const at = placeOf(conversation, 'format');
  if (lifted.length > 0)
    use.ledger.alter(at, `uses ${lifted.join(', ')}, which Claude cannot be bound to`);
  return schema;
}

function textFormat({ name, description }: SchemaFormat, schema: RawJson): Emittable {
  const jsonSchema = { schema: schema.text, name, description };
  return { type: 'json_schema', structure: { jsonSchema } };
}

function inWords(format: Format): string {
  const only = 'Answer with a single JSON object and nothing else.';
  if (format.type === 'json_object') return only;
  return `${only} It has to be valid against this JSON Schema: ${format.schema.text}`;
}
