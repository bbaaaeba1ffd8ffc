import { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import { controlErrors } from '../../contract/endpoint-errors.ts';
import { controlEndpointsIn } from '../../contract/endpoints.ts';
import { type GatewayEndpoint, gatewayEndpoints } from '../../contract/gateway-endpoints.ts';
import type { DeploymentMode } from '../../domain/access/role.ts';
import { type ErrorCode, errorTable } from '../../domain/error-table.ts';
import { errorSchemas, securitySchemes } from './openapi-schemas.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/** What an operation has beside what every row of the contract says. */
interface Described {
  readonly errorMediaType: string;
  readonly errorSchemas: readonly (keyof typeof errorSchemas)[];
  readonly codes: readonly ErrorCode[];
  readonly body: { readonly mediaType: string; readonly schema: z.ZodType } | undefined;
  readonly security: readonly JsonObject[];
  /** Media types of an answer that comes in pieces. */
  readonly streams: readonly string[];
}

/** The contract, as far as it is served in the mode, as OpenAPI 3.1. */
export function openApiDocument(mode: DeploymentMode): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Monago',
      version: '1',
      description:
        'BYOK AI governance gateway: the gateway under /v1 and /model, the control plane under /api.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'gateway', description: 'For applications, with an access token.' },
      { name: 'control', description: 'For the dashboard, with a session.' },
    ],
    paths: paths(mode),
    components: { securitySchemes, schemas: errorSchemas },
  };
}

function paths(mode: DeploymentMode): JsonObject {
  const found: Record<string, Record<string, Json>> = { '/': { head: serverIsThere } };
  const add = (name: string, endpoint: Endpoint, described: Described) => {
    const path = documentedPath(endpoint);
    const methods = found[path] ?? {};
    methods[endpoint.method.toLowerCase()] = operation(name, endpoint, described);
    found[path] = methods;
  };
  for (const [name, row] of Object.entries<GatewayEndpoint>(gatewayEndpoints)) {
    add(name, row, ofGateway(name, row));
  }
  for (const [name, row] of Object.entries(controlEndpointsIn(mode)))
    add(name, row, ofControl(row));
  return found;
}

/** OpenAPI has no parameter that takes slashes; the description of the row says what it takes. */
export function documentedPath({ path }: Pick<Endpoint, 'path'>): string {
  return path.replace('*}', '}');
}

const serverIsThere = {
  operationId: 'head',
  summary: 'Whether there is a server; clients ask this before anything else',
  tags: ['gateway'],
  security: [],
  responses: { '200': { description: 'There is.' } },
};

function ofControl(row: Endpoint): Described {
  return {
    errorMediaType: 'application/problem+json',
    errorSchemas: ['Problem'],
    codes: controlErrors(row),
    body: row.body && { mediaType: 'application/json', schema: row.body },
    security: securityOf(row),
    streams: [],
  };
}

function securityOf({ access, apiKey }: Endpoint): readonly JsonObject[] {
  if (access === 'public') return [];
  return apiKey === undefined ? [{ session: [] }] : [{ session: [] }, { accessToken: [] }];
}

const forms: ReadonlySet<string> = new Set(['audio.transcriptions', 'audio.translations']);
const errorSchemaOf = {
  openai: 'OpenAiError',
  anthropic: 'AnthropicError',
  bedrock: 'BedrockError',
} as const;

function ofGateway(name: string, row: GatewayEndpoint): Described {
  const mediaType = forms.has(name) ? 'multipart/form-data' : 'application/json';
  // The lists of models are asked for by clients of either.
  const isOfBoth = row.purpose === 'models';
  return {
    errorMediaType: 'application/json',
    errorSchemas: isOfBoth ? ['OpenAiError', 'AnthropicError'] : [errorSchemaOf[row.shape]],
    codes: [...row.errors, 'internal'],
    body: row.method === 'POST' ? { mediaType, schema: z.looseObject({}) } : undefined,
    security: [{ accessToken: [] }, { accessTokenAsXApiKey: [] }, { accessTokenAsApiKey: [] }],
    streams: streamsOf(row),
  };
}

function streamsOf({ purpose, isStream, shape }: GatewayEndpoint): readonly string[] {
  if (purpose !== 'answer' || isStream === false) return [];
  return [shape === 'bedrock' ? 'application/vnd.amazon.eventstream' : 'text/event-stream'];
}

function operation(name: string, endpoint: Endpoint, described: Described): JsonObject {
  const { body, security } = described;
  const parameters = [...parametersIn('path', endpoint), ...parametersIn('query', endpoint)];
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.access === 'inference' ? 'gateway' : 'control'],
    security,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: content(body) } }),
    responses: {
      [String(endpoint.status)]: success(endpoint, described),
      ...failures(described),
    },
  };
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

function success({ reply, summary, status }: Endpoint, { streams }: Described): JsonObject {
  if (status === 204) return { description: summary };
  if (reply instanceof z.ZodType) {
    const schema = jsonSchema(reply, 'output');
    return { description: summary, content: { 'application/json': { schema } } };
  }
  const mediaTypes = [reply.mediaType, ...streams];
  const answers = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, {}]));
  return { description: summary, content: answers };
}

/** One response a status; the codes that share it are listed in its description and allowed in its body. */
function failures({ codes, errorMediaType, errorSchemas: names }: Described): JsonObject {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const references = names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const schema: Json = references.length === 1 ? (references[0] ?? {}) : { anyOf: references };
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      String(status),
      { description: describe(shared), content: { [errorMediaType]: { schema } } },
    ]),
  );
}

function describe(codes: readonly ErrorCode[]): string {
  return codes.map((code) => `\`${code}\`: ${errorTable[code].message}`).join('\n\n');
}

function content({ mediaType, schema }: NonNullable<Described['body']>): JsonObject {
  return { [mediaType]: { schema: jsonSchema(schema, 'input') } };
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  // What zod writes is JSON already; this drops the members that only its own methods can read.
  const json: Json = JSON.parse(JSON.stringify(rest));
  return json;
}
