import type { FastifyRequest } from 'fastify';
import type { Access } from '../../../contract/endpoint.ts';
import type { Control } from '../../../control/control.ts';
import { findSession } from '../../../control/session/find-session.ts';
import { may } from '../../../domain/access/role.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { RequestId } from '../../../domain/ids.ts';
import type { SignedIn } from './call.ts';
import { isCrossSite } from './cross-site.ts';
import type { SessionCookie } from './session-cookie.ts';

/** How a mounted route learns who is calling. */
export interface Admission {
  requestIdOf(request: FastifyRequest): RequestId;
  /** @throws MonagoError `cross_site_request` | `signed_out` | `forbidden` */
  admit(request: FastifyRequest, access: Access): Promise<void>;
  /** Undefined until `admit` has let the request in, and on public endpoints. */
  signedIn(request: FastifyRequest): SignedIn | undefined;
}

export interface AdmissionUse {
  readonly control: Control;
  readonly cookie: SessionCookie;
  readonly publicUrl: () => string;
}

export function createAdmission({ control, cookie, publicUrl }: AdmissionUse): Admission {
  const requestIds = new WeakMap<FastifyRequest, RequestId>();
  const admitted = new WeakMap<FastifyRequest, SignedIn>();

  async function signedInBy(request: FastifyRequest): Promise<SignedIn> {
    const token = cookie.read(request);
    const session = token === undefined ? undefined : await findSession(token, control);
    if (token === undefined || session === undefined) throw new MonagoError('signed_out');
    return { token, session };
  }

  return {
    requestIdOf: (request) => {
      const known = requestIds.get(request);
      if (known !== undefined) return known;
      const requestId = control.random.id('req');
      requestIds.set(request, requestId);
      return requestId;
    },

    admit: async (request, access) => {
      if (isCrossSite(request, publicUrl())) throw new MonagoError('cross_site_request');
      if (access === 'public') return;
      const signedIn = await signedInBy(request);
      // An access token is no session: what it opens is not served here.
      if (access === 'inference' || !may(signedIn.session.user.role, access)) {
        throw new MonagoError('forbidden');
      }
      admitted.set(request, signedIn);
    },

    signedIn: (request) => admitted.get(request),
  };
}
