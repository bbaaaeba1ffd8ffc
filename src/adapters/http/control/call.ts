import type { FastifyReply } from 'fastify';
import type { Caller, LogReader, Program } from '../../../control/caller.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { RequestId } from '../../../domain/ids.ts';
import type { Session } from '../../../ports/unit-of-work.ts';

/** A request's session and the token that proved it. */
export interface SignedIn {
  readonly session: Session;
  readonly token: string;
}

/** What a handler knows about the request besides its input. */
export interface Call {
  readonly requestId: RequestId;
  /** Network address of the caller. */
  readonly address: string;
  readonly reply: FastifyReply;
  readonly signedIn: SignedIn | undefined;
  /** Only at endpoints that take API keys. */
  readonly program: Program | undefined;
}

/** @throws MonagoError `signed_out`: a handler that asks for a person never runs without one */
export function signedInOf(call: Call): SignedIn {
  if (call.signedIn === undefined) throw new MonagoError('signed_out');
  return call.signedIn;
}

export function callerOf(call: Call): Caller {
  const { user } = signedInOf(call).session;
  return {
    tenantId: user.tenantId,
    userId: user.id,
    role: user.role,
    requestId: call.requestId,
  };
}

/** A person, or a program where the endpoint takes API keys. */
export function readerOf(call: Call): LogReader {
  return call.program ?? callerOf(call);
}
