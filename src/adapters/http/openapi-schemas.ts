import { errorTable } from '../../domain/error-table.ts';

const apiKeyHeader = (name: string) => ({
  type: 'apiKey',
  in: 'header',
  name,
  description: 'The same access token, in the header that some clients have for it.',
});

export const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An API key made in the dashboard (RFC 9068 access token).',
  },
  accessTokenAsXApiKey: apiKeyHeader('x-api-key'),
  accessTokenAsApiKey: apiKeyHeader('api-key'),
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-monago_session',
    description: 'The session of a signed-in person.',
  },
};

const text = { type: 'string' };
const codes = Object.keys(errorTable);

const problemSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'request_id'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    code: { type: 'string', enum: codes },
    detail: text,
    provider_detail: { type: 'string', description: 'The provider’s own words, scrubbed.' },
    param: text,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: text, message: text },
      },
    },
    request_id: text,
  },
};

const openAiErrorSchema = {
  type: 'object',
  description: 'An error in OpenAI’s shape.',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: text,
        type: text,
        param: { type: ['string', 'null'] },
        code: { type: ['string', 'null'] },
      },
    },
  },
};

const anthropicErrorSchema = {
  type: 'object',
  description: 'An error in Anthropic’s shape.',
  required: ['type', 'error', 'request_id'],
  properties: {
    type: { type: 'string', const: 'error' },
    error: {
      type: 'object',
      required: ['type', 'message'],
      properties: {
        type: text,
        message: text,
        details: { type: 'object', properties: { error_code: text } },
      },
    },
    request_id: { type: ['string', 'null'] },
  },
};

const bedrockErrorSchema = {
  type: 'object',
  description: 'An error in AWS’s shape; the exception is named by the header `x-amzn-errortype`.',
  required: ['message'],
  properties: { message: text, code: text },
};

export const errorSchemas = {
  Problem: problemSchema,
  OpenAiError: openAiErrorSchema,
  AnthropicError: anthropicErrorSchema,
  BedrockError: bedrockErrorSchema,
};
