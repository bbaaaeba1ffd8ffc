import type { FastifyRequest } from 'fastify';
import type { Access, Endpoint } from '../../../contract/endpoint.ts';
import { admitProgram } from '../../../control/api-keys/admit-program.ts';
import type { Program } from '../../../control/caller.ts';
import type { Control } from '../../../control/control.ts';
import { findSession } from '../../../control/session/find-session.ts';
import { may, type TokenScope } from '../../../domain/access/role.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { RequestId } from '../../../domain/ids.ts';
import type { SignedIn } from './call.ts';
import { isCrossSite } from './cross-site.ts';
import type { SessionCookie } from './session-cookie.ts';

/** How a mounted route learns who is calling. */
export interface Admission {
  requestIdOf(request: FastifyRequest): RequestId;
  /** @throws MonagoError `cross_site_request` | `signed_out` | `forbidden`, and what `admitProgram` throws */
  admit(request: FastifyRequest, endpoint: Pick<Endpoint, 'access' | 'apiKey'>): Promise<void>;
  /** Undefined until `admit` has let the request in, and on public endpoints. */
  signedIn(request: FastifyRequest): SignedIn | undefined;
  /** The program whose API key `admit` has let in; never beside a session. */
  program(request: FastifyRequest): Program | undefined;
}

export interface AdmissionUse {
  readonly control: Control;
  readonly cookie: SessionCookie;
  readonly publicUrl: () => string;
}

export function createAdmission({ control, cookie, publicUrl }: AdmissionUse): Admission {
  const requestIds = new WeakMap<FastifyRequest, RequestId>();
  const admitted = new WeakMap<FastifyRequest, SignedIn>();
  const programs = new WeakMap<FastifyRequest, Program>();

  function requestIdOf(request: FastifyRequest): RequestId {
    const known = requestIds.get(request);
    if (known !== undefined) return known;
    const requestId = control.random.id('req');
    requestIds.set(request, requestId);
    return requestId;
  }

  async function admitPerson(
    request: FastifyRequest,
    access: Exclude<Access, 'public'>,
  ): Promise<void> {
    const token = cookie.read(request);
    const session = token === undefined ? undefined : await findSession(token, control);
    if (token === undefined || session === undefined) throw new MonagoError('signed_out');
    // An access token is no session: what it opens is not served here.
    if (access === 'inference' || !may(session.user.role, access)) {
      throw new MonagoError('forbidden');
    }
    admitted.set(request, { token, session });
  }

  /** @returns false where no key was presented */
  async function admitKey(request: FastifyRequest, scope: TokenScope): Promise<boolean> {
    const token = bearerToken(request);
    // A proxy may add a token of its own to what a browser sends: a session is never traded for it.
    if (token === undefined || cookie.read(request) !== undefined) return false;
    const requestId = requestIdOf(request);
    programs.set(request, await admitProgram({ token, scope, requestId }, control));
    return true;
  }

  return {
    requestIdOf,

    admit: async (request, { access, apiKey }) => {
      if (isCrossSite(request, publicUrl())) throw new MonagoError('cross_site_request');
      if (access === 'public') return;
      if (apiKey !== undefined && (await admitKey(request, apiKey))) return;
      await admitPerson(request, access);
    },

    signedIn: (request) => admitted.get(request),
    program: (request) => programs.get(request),
  };
}

function bearerToken({ headers: { authorization = '' } }: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}
