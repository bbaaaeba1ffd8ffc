import type { Conversation, Format } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import { restrictSchema } from './restrict-schema.ts';
import type { Writing } from './writing.ts';

interface WrittenFormat {
  /** For `output_config.format`. */
  readonly format?: Emittable;
  /** What the model is told instead, where it cannot be bound. */
  readonly instruction?: string;
}

/** How the form of the answer is asked for. */
export function writeFormat(conversation: Conversation, use: Writing): WrittenFormat {
  const { format } = conversation.settings;
  if (format === undefined) return {};
  const at = conversation.settingsAt.format ?? 'format';
  if (format.type === 'json_object') {
    use.ledger.alter(at, 'asks for JSON without a schema, which Claude can only be told to give');
    return { instruction: 'Answer with a single JSON object and nothing else.' };
  }
  if (!use.abilities.structuredOutput) {
    use.ledger.alter(at, 'binds the answer to a schema, which this model can only be told to keep');
    return { instruction: schemaInstruction(format) };
  }
  const { schema, lifted } = restrictSchema(format.schema);
  if (lifted.length > 0) {
    use.ledger.alter(at, `uses ${lifted.join(', ')}, which Claude cannot be bound to`);
  }
  return { format: { type: 'json_schema', schema } };
}

function schemaInstruction(format: Extract<Format, { type: 'json_schema' }>): string {
  const about = format.description ? ` (${format.description})` : '';
  return `Answer with a single JSON value${about} and nothing else. It must satisfy this JSON Schema: ${format.schema.text}`;
}
