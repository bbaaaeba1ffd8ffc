import type { z } from 'zod';
import type { Permission, TokenScope } from '../domain/access/role.ts';
import type { ErrorCode } from '../domain/error-table.ts';

/** Who may call an endpoint: a permission of the dashboard, an access token, or nobody in particular. */
export type Access = Permission | 'inference' | 'public';

/**
 * One row of the contract: the server mounts it, OpenAPI documents it, the dashboard's client is typed by it, the
 * security tests walk it. A route that is not a row does not exist.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** With `{name}` for path parameters. */
  readonly path: string;
  readonly access: Access;
  /** A program is let in too, with an API key of this scope. */
  readonly apiKey?: Exclude<TokenScope, 'inference'>;
  /** Served in this deployment mode only; undefined: in both. */
  readonly mode?: 'cloud';
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Where the plane's own limit is too small. */
  readonly bodyBytesMax?: number;
  /** Schema of a JSON reply, or the media type of anything else. */
  readonly reply: z.ZodType | { readonly mediaType: string };
  readonly status: 200 | 201 | 204;
  readonly errors: readonly ErrorCode[];
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler gets. */
export interface EndpointInput<E extends Endpoint> {
  readonly params: Parsed<E['params']>;
  readonly query: Parsed<E['query']>;
  readonly body: Parsed<E['body']>;
}

/** What a client sends: only the parts the row has. */
export type EndpointCall<E extends Endpoint> = (E['params'] extends z.ZodType
  ? { params: Given<E['params']> }
  : unknown) &
  (E['query'] extends z.ZodType ? { query?: Given<E['query']> } : unknown) &
  (E['body'] extends z.ZodType ? { body: Given<E['body']> } : unknown);

/** What a handler answers and a client receives. */
export type EndpointReply<E extends Endpoint> = E['reply'] extends z.ZodType
  ? z.output<E['reply']>
  : unknown;
