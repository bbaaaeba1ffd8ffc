import { describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../contract/endpoints.ts';
import { gatewayEndpoints } from '../../contract/gateway-endpoints.ts';
import { errorTable } from '../../domain/error-table.ts';
import { documentedPath, openApiDocument } from './openapi.ts';

type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

// What a client reads off the wire.
const document: { [name: string]: Value } = JSON.parse(JSON.stringify(openApiDocument('cloud')));

function at(...path: string[]): Value | undefined {
  let value: Value | undefined = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = value[step];
  }
  return value;
}

function everyValue(name: string, value: Value = document): Value[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => everyValue(name, item));
  return Object.entries(value).flatMap(([key, child]) => [
    ...(key === name ? [child] : []),
    ...everyValue(name, child),
  ]);
}

const rows = [...Object.entries(controlEndpoints), ...Object.entries(gatewayEndpoints)];

describe('the OpenAPI document', () => {
  test('has the members that OpenAPI 3.1 asks for', () => {
    expect(document['openapi']).toBe('3.1.0');
    expect(at('info', 'title')).toBe('Monago');
    expect(at('info', 'version')).toEqual(expect.any(String));
    expect(at('components', 'schemas', 'Problem', 'type')).toBe('object');
  });

  test.each(rows)('describes %s', (name, row) => {
    const operation = ['paths', documentedPath(row), row.method.toLowerCase()];
    expect(at(...operation, 'operationId')).toBe(name);
    expect(at(...operation, 'responses', String(row.status), 'description')).toBe(row.summary);
    for (const code of row.errors) {
      const { status } = errorTable[code];
      const description = at(...operation, 'responses', String(status), 'description');
      expect(description, code).toContain(`\`${code}\``);
    }
    const { access } = row;
    const schemes = { public: 0, inference: 3, person: 'apiKey' in row ? 2 : 1 };
    const who = access === 'public' || access === 'inference' ? access : 'person';
    expect(at(...operation, 'security')).toHaveLength(schemes[who]);
    const hasBody = access === 'inference' ? row.method === 'POST' : 'body' in row;
    expect(at(...operation, 'requestBody') !== undefined).toBe(hasBody);
  });

  test('describes nothing else', () => {
    const operations = Object.values(at('paths') ?? {}).flatMap((path) => Object.keys(path ?? {}));
    // One more: clients look for a server with HEAD, which is nobody's business but theirs.
    expect(operations).toHaveLength(rows.length + 1);
    expect(new Set(everyValue('operationId')).size).toBe(rows.length + 1);
    expect(at('paths', '/', 'head', 'operationId')).toBe('head');
  });

  test.each([
    ['/v1/chat/completions', 'post', ['OpenAiError']],
    ['/v1/messages', 'post', ['AnthropicError']],
    ['/model/{id}/converse-stream', 'post', ['BedrockError']],
    ['/v1/models', 'get', ['OpenAiError', 'AnthropicError']],
    ['/api/credentials', 'post', ['Problem']],
  ])('tells errors of %s in the words of its clients', (path, method, schemas) => {
    const references = everyValue('$ref', at('paths', path, method, 'responses') ?? null);
    const names = new Set(references.map((reference) => String(reference).split('/').at(-1)));
    expect(names).toEqual(new Set(schemas));
  });

  test.each([
    ['/v1/chat/completions', 'text/event-stream'],
    ['/v1/messages', 'text/event-stream'],
    ['/model/{id}/converse-stream', 'application/vnd.amazon.eventstream'],
    ['/v1/embeddings', undefined],
  ])('says how %s is streamed', (path, mediaType) => {
    const types = Object.keys(at('paths', path, 'post', 'responses', '200', 'content') ?? {});
    expect(types.filter((type) => type !== 'application/json')).toEqual(
      mediaType === undefined ? [] : [mediaType],
    );
  });

  test('has no word of the operator’s endpoints on-premise', () => {
    const onPremise = JSON.stringify(openApiDocument('onprem'));
    const cloudOnly = rows.flatMap(([name, row]) => ('mode' in row ? [name, row.path] : []));
    expect(cloudOnly.length).toBeGreaterThan(10);
    for (const word of cloudOnly) {
      expect(onPremise).not.toContain(`"${word}"`);
      expect(JSON.stringify(document)).toContain(`"${word}"`);
    }
  });

  test('declares every parameter of a path, and no other path parameter', () => {
    for (const [, row] of rows) {
      const [path, method] = [documentedPath(row), row.method];
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const operation = at('paths', path, method.toLowerCase());
      const declared = everyValue('parameters', operation).flat();
      const names = declared.flatMap((parameter) =>
        JSON.stringify(parameter).includes('"in":"path"') ? everyValue('name', parameter) : [],
      );
      expect(names, path).toEqual(inPath);
    }
  });

  test('refers only to what is there', () => {
    const references = everyValue('$ref');
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      expect(
        at(...String(reference).replace('#/', '').split('/')),
        String(reference),
      ).toBeDefined();
    }
  });

  test('uses only security schemes that it defines', () => {
    const schemes = Object.keys(at('components', 'securitySchemes') ?? {});
    const used = everyValue('security')
      .flat()
      .flatMap((use) => Object.keys(use ?? {}));
    expect(new Set(used)).toEqual(new Set(schemes));
  });
});
