import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { Admission } from './admission.ts';
import { bodyBytesMax } from './json-bodies.ts';
import type { Route } from './route.ts';

type Table = Readonly<Record<string, Endpoint>>;

/**
 * Every row and its handler, checked against each other before anything is served.
 * @throws MonagoError `internal` for a row without access or without a handler, and for a handler without a row
 */
export function checkRoutes(table: Table, routes: readonly Route[]): void {
  for (const [name, row] of Object.entries(table)) {
    // The type says so already; a route that everybody may call by accident is worth asking twice.
    if (!row.access) refuse(`${name} says nothing about who may call it`);
    const handlers = routes.filter((candidate) => candidate.name === name);
    if (handlers.length !== 1) refuse(`${name} has ${handlers.length} handlers`);
  }
  for (const { name } of routes) {
    if (!Object.hasOwn(table, name)) refuse(`the handler ${name} has no row`);
  }
}

function refuse(because: string): never {
  throw new MonagoError('internal', { internal: `contract: ${because}` });
}

/** Mounts one endpoint: who may call is settled before the body is read. */
export function mountRoute(scope: FastifyInstance, route: Route, admission: Admission): void {
  const { endpoint } = route;
  scope.route({
    method: endpoint.method,
    url: pathPattern(endpoint),
    exposeHeadRoute: false,
    bodyLimit: endpoint.bodyBytesMax ?? bodyBytesMax,
    onRequest: (request) => admission.admit(request, endpoint),
    handler: async (request, reply) => {
      const { query, body } = request;
      const params = pathParameters(endpoint, request.params);
      const call = {
        requestId: admission.requestIdOf(request),
        address: request.ip,
        reply,
        signedIn: admission.signedIn(request),
        program: admission.program(request),
      };
      return send(endpoint, await route.answer({ params, query, body }, call), reply);
    },
  });
}

const methods: readonly HTTPMethods[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
];

/** A path that exists answers 405 to the methods it does not have, and says which it has (RFC 9110 section 15.5.6). */
export function mountOtherMethods(scope: FastifyInstance, routes: readonly Route[]): void {
  const offered = new Map<string, string[]>();
  for (const { endpoint } of routes) {
    const url = pathPattern(endpoint);
    offered.set(url, [...(offered.get(url) ?? []), endpoint.method]);
  }
  for (const [url, own] of offered) {
    scope.route({
      method: methods.filter((method) => !own.includes(method)),
      url,
      exposeHeadRoute: false,
      onRequest: async (_request, reply) => {
        reply.header('allow', own.join(', '));
        throw new MonagoError('method_not_allowed');
      },
      handler: (_request, reply) => reply.send(),
    });
  }
}

/** Fastify's spelling of a row's path, below the plane's prefix. */
function pathPattern({ path }: Endpoint): string {
  return path
    .replace(/^\/api/, '')
    .replace(wholeRest, '*')
    .replace(/\{([a-z_]+)\}/g, ':$1');
}

/** A last parameter that takes slashes too, `{name*}`. */
const wholeRest = /\{([a-z_]+)\*\}$/;

/** Fastify has no name for the rest of a path; the row has. */
function pathParameters({ path }: Endpoint, params: unknown): unknown {
  const [, name] = wholeRest.exec(path) ?? [];
  if (name === undefined || typeof params !== 'object' || params === null) return params;
  const { '*': rest, ...named } = { '*': undefined, ...params };
  return { ...named, [name]: rest };
}

function send(endpoint: Endpoint, answer: unknown, reply: FastifyReply): FastifyReply {
  reply.code(endpoint.status);
  if (!(endpoint.reply instanceof z.ZodType)) {
    if (!(answer instanceof Readable)) throw new MonagoError('internal');
    // Where the type depends on what was asked for, the handler has set it.
    if (!reply.hasHeader('content-type')) reply.type(endpoint.reply.mediaType);
    return reply.send(answer);
  }
  // Parsing drops whatever the contract does not name: a field that was never agreed on does not leave.
  const body: unknown = endpoint.reply.parse(answer);
  return endpoint.status === 204 ? reply.send() : reply.send(body);
}
