import { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import { controlErrors } from '../../contract/endpoint-errors.ts';
import { controlEndpointsIn } from '../../contract/endpoints.ts';
import { gatewayEndpoints } from '../../contract/gateway-endpoints.ts';
import type { DeploymentMode } from '../../domain/access/role.ts';
import { type ErrorCode, errorTable } from '../../domain/error-table.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/** How the two planes write their errors. */
interface ErrorShape {
  readonly mediaType: string;
  readonly schema: string;
  codes(endpoint: Endpoint): readonly ErrorCode[];
}

const problem: ErrorShape = {
  mediaType: 'application/problem+json',
  schema: 'Problem',
  codes: controlErrors,
};
const openAiError: ErrorShape = {
  mediaType: 'application/json',
  schema: 'OpenAiError',
  codes: ({ errors }) => [...errors, 'internal'],
};

/** The contract, as far as it is served in the mode, as OpenAPI 3.1. */
export function openApiDocument(mode: DeploymentMode): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Monago',
      version: '1',
      description:
        'BYOK AI governance gateway: the gateway under /v1, the control plane under /api.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'gateway', description: 'For applications, with an access token.' },
      { name: 'control', description: 'For the dashboard, with a session.' },
    ],
    paths: paths(mode),
    components: { securitySchemes, schemas: { Problem: problemSchema, OpenAiError: errorSchema } },
  };
}

function paths(mode: DeploymentMode): JsonObject {
  const found: Record<string, Record<string, Json>> = {};
  const add = (name: string, endpoint: Endpoint, shape: ErrorShape) => {
    const methods = found[endpoint.path] ?? {};
    methods[endpoint.method.toLowerCase()] = operation(name, endpoint, shape);
    found[endpoint.path] = methods;
  };
  for (const [name, row] of Object.entries(gatewayEndpoints)) add(name, row, openAiError);
  for (const [name, row] of Object.entries(controlEndpointsIn(mode))) add(name, row, problem);
  return found;
}

function operation(name: string, endpoint: Endpoint, shape: ErrorShape): JsonObject {
  const body = endpoint.access === 'inference' ? z.looseObject({}) : endpoint.body;
  const parameters = [...parametersIn('path', endpoint), ...parametersIn('query', endpoint)];
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.access === 'inference' ? 'gateway' : 'control'],
    security: securityOf(endpoint),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: content(body) } }),
    responses: { [String(endpoint.status)]: success(endpoint), ...failures(endpoint, shape) },
  };
}

function securityOf({ access }: Endpoint): readonly Json[] {
  if (access === 'public') return [];
  return [access === 'inference' ? { accessToken: [] } : { session: [] }];
}

function parametersIn(place: 'path' | 'query', { params, query }: Endpoint): Json[] {
  const schema = place === 'path' ? params : query;
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field, undefined).success,
    schema: jsonSchema(field, 'input'),
  }));
}

function success({ reply, summary, status }: Endpoint): JsonObject {
  if (status === 204) return { description: summary };
  if (reply instanceof z.ZodType) {
    const schema = jsonSchema(reply, 'output');
    return { description: summary, content: { 'application/json': { schema } } };
  }
  return { description: summary, content: { [reply.mediaType]: {} } };
}

/** One response a status; the codes that share it are listed in its description and allowed in its body. */
function failures(endpoint: Endpoint, shape: ErrorShape): JsonObject {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(shape.codes(endpoint))) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = { $ref: `#/components/schemas/${shape.schema}` };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      { description: describe(codes), content: { [shape.mediaType]: { schema } } },
    ]),
  );
}

function describe(codes: readonly ErrorCode[]): string {
  return codes.map((code) => `\`${code}\`: ${errorTable[code].message}`).join('\n\n');
}

function content(body: z.ZodType): JsonObject {
  return { 'application/json': { schema: jsonSchema(body, 'input') } };
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  // What zod writes is JSON already; this drops the members that only its own methods can read.
  const json: Json = JSON.parse(JSON.stringify(rest));
  return json;
}

const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An API key made in the dashboard (RFC 9068 access token).',
  },
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

const errorSchema = {
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
