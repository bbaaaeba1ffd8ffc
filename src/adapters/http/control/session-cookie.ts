import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionSeconds } from '../../../control/session/open-session.ts';

/** The cookie that carries the session's token. */
export interface SessionCookie {
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** @param isSecure false only over plain HTTP, where browsers would drop a secure cookie */
export function sessionCookie(isSecure: boolean): SessionCookie {
  // With the prefix a browser takes the cookie only over TLS, for this host and for the whole of it.
  const name = isSecure ? '__Host-monago_session' : 'monago_session';
  const attributes = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'strict' } as const;
  return {
    read: (request) => {
      const token = request.cookies[name];
      return token !== undefined && tokenPattern.test(token) ? token : undefined;
    },
    set: (reply, token) => {
      reply.setCookie(name, token, { ...attributes, maxAge: sessionSeconds });
    },
    clear: (reply) => {
      reply.clearCookie(name, attributes);
    },
  };
}
