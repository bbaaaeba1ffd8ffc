import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';
import { requireStrictSchema } from './strict-schema.ts';
import type { TextFormat } from './turn.ts';

const TYPES = ['json_object', 'json_schema', 'text'];

/** `response_format` of chat: the schema stands in a wrapper of its own. */
export function readResponseFormat(fields: Fields): TextFormat {
  return readFormat(fields['response_format'], {
    name: 'response_format',
    wrapper: (format) => format['json_schema'],
    wrapperName: 'response_format.json_schema',
  });
}

/** `text.format` of the Responses API: the same, flat. */
export function readTextFormat(text: Fields): TextFormat {
  return readFormat(text['format'], {
    name: 'text.format',
    wrapper: (format) => format,
    wrapperName: 'text.format',
  });
}

type Place = { name: string; wrapper: (format: Fields) => unknown; wrapperName: string };

function readFormat(value: unknown, place: Place): TextFormat {
  const format = value ?? { type: 'text' };
  if (!isFields(format)) throw invalidType(place.name, 'an object', format);
  const type = format['type'];
  if (type === undefined) throw missingParameter(`${place.name}.type`);
  if (type === 'text' || type === 'json_object') return { type };
  if (type !== 'json_schema') throw invalidValue(`${place.name}.type`, String(type), TYPES);
  return { type, schema: readSchema(place.wrapper(format), place) };
}

function readSchema(wrapper: unknown, { name, wrapperName }: Place): unknown {
  if (!isFields(wrapper)) throw missingParameter(wrapperName);
  const title = wrapper['name'];
  if (typeof title !== 'string') throw missingParameter(`${wrapperName}.name`);
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(title)) {
    const message = `Invalid '${wrapperName}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
    throw invalidRequest(message, `${wrapperName}.name`, 'invalid_value');
  }
  const schema = wrapper['schema'];
  if (wrapper['strict'] === true) {
    const param = name === 'text.format' ? 'text.format.schema' : name;
    requireStrictSchema(schema, { what: `response_format '${title}'`, param });
  }
  return schema;
}
