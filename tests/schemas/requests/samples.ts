/** What every format can ask for, one way or another. */
export const features = [
  'text',
  'instructions',
  'tools',
  'forced tool',
  'one call at most',
  'no tool',
  'tool results',
  'image',
  'document',
  'schema',
  'reasoning',
  'refusal',
  'filter',
  'limit',
  'stop word',
  'cache marks',
  'sampling',
  'end user',
] as const;
export type Feature = (typeof features)[number];

export const hello = 'Say hello to the whole team.';
/** Words by which each emulator is moved to refuse. */
export const refuse = 'PLEASE_REFUSE [[refuse]]';
export const filter = 'PLEASE_FILTER [[filter]]';
export const redact = 'REDACT_THINKING';

export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const pdf = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64');

/** A fresh one each time, since parameters are not readonly in every client's types. */
export const city = () => ({
  type: 'object' as const,
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
});
export const tools = ['weather', 'population'] as const;
/** Long enough for every provider to keep it. */
export const longText = 'These are the rules of the house. '.repeat(600);
