import { describe, expect, test } from 'vitest';
import { RawJson } from '../json-text.ts';
import { restrictSchema } from './restrict-schema.ts';

function restricted(schema: string): [string, readonly string[]] {
  const { schema: text, lifted } = restrictSchema(new RawJson(schema));
  return [text.text, lifted];
}

describe('a schema for structured output', () => {
  test.each([
    [
      '{"type":"object","properties":{"10":{"type":"string"},"9":{"const":1.0}},"required":["10"],"additionalProperties":false}',
      '{"type":"object","properties":{"10":{"type":"string"},"9":{"const":1.0}},"required":["10"],"additionalProperties":false}',
    ],
    ['{"type":"object"}', '{"type":"object","additionalProperties":false}'],
    ['{"type":["object","null"]}', '{"type":["object","null"],"additionalProperties":false}'],
    ['{"$schema":"x","type":"string","examples":["a"]}', '{"type":"string"}'],
    ['{"type":"string","format":"date-time"}', '{"type":"string","format":"date-time"}'],
    [
      '{"type":"array","minItems":1,"items":{"$ref":"#/$defs/a"}}',
      '{"type":"array","minItems":1,"items":{"$ref":"#/$defs/a"}}',
    ],
    ['{"allOf":[{"$ref":"#/$defs/a"}]}', '{"allOf":[{"$ref":"#/$defs/a"}]}'],
  ])('%s loses nothing', (schema, expected) => {
    expect(restricted(schema)).toEqual([expected, []]);
  });

  test.each([
    ['{"type":"number","minimum":0}', '{"type":"number"}', 'minimum'],
    ['{"type":"string","pattern":"a+"}', '{"type":"string"}', 'pattern'],
    ['{"type":"string","format":"credit-card"}', '{"type":"string"}', 'format'],
    ['{"type":"array","minItems":2}', '{"type":"array"}', 'minItems'],
    [
      '{"type":"object","additionalProperties":{"type":"string"}}',
      '{"type":"object","additionalProperties":false}',
      'additionalProperties',
    ],
    [
      '{"oneOf":[{"type":"string"},{"maxLength":3}]}',
      '{"anyOf":[{"type":"string"},{}]}',
      'oneOf',
      'maxLength',
    ],
    ['{"allOf":[{"type":"object"},{"type":"object"}]}', '{}', 'allOf'],
    [
      '{"properties":{"minimum":{"type":"integer","maximum":9}}}',
      '{"properties":{"minimum":{"type":"integer"}},"additionalProperties":false}',
      'maximum',
    ],
  ])('%s is told to lose a limit', (schema, expected, ...lifted) => {
    expect(restricted(schema)).toEqual([expected, lifted]);
  });
});
