import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId } from '../../domain/ids.ts';
import type { TokenClaims } from '../../ports/token-service.ts';
import type { AuthFailureReason } from '../auth-failure-log.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { GatewayRequest } from '../gateway-request.ts';

/**
 * Who is calling, from the access token. It may come in any of the headers that clients of the providers use; all of
 * them are judged here alike.
 * @throws MonagoError `invalid_token`, or `forbidden` for a key that calls no models, already audited; `audit_unavailable` when the directory is stale
 */
export async function authenticate(exchange: Exchange): Promise<Caller> {
  const { tokens, directory, clock } = exchange.use;
  if (!directory.isFresh()) {
    throw new MonagoError('audit_unavailable', {
      message: 'Monago cannot reach its database, so the request was not sent to the provider.',
      internal: 'the directory is stale',
      retryAfterSeconds: 5,
    });
  }
  const token = tokenOf(exchange.request);
  if ('fault' in token) return refuse(exchange, token.fault);
  const verified = await tokens.verify(token.text);
  if (!verified.ok) return refuse(exchange, verified.reason, verified.claims);
  const { claims } = verified;
  const record = directory.token(claims.tenantId, claims.tokenId);
  if (record === undefined) return refuse(exchange, 'unknown');
  if (record.isRevoked) return refuse(exchange, 'revoked', claims);
  if (record.expiresAt <= clock.now()) return refuse(exchange, 'expired', claims);
  if (record.scope !== 'inference') return refuse(exchange, 'wrong_scope', claims);
  return {
    tenantId: record.tenantId,
    workspaceId: record.workspaceId,
    tokenId: record.id,
    tokenName: record.name,
    actor: { type: 'token', id: record.id },
  };
}

/** @param genuine claims whose signature is good: the failure then belongs into their tenant's log */
async function refuse(
  exchange: Exchange,
  reason: AuthFailureReason,
  genuine?: TokenClaims,
): Promise<never> {
  exchange.auditId = await exchange.use.authFailures.record(
    genuine === undefined
      ? { tenantId: platformTenantId, reason, actor: { type: 'anonymous', id: 'unknown' } }
      : {
          tenantId: genuine.tenantId,
          reason,
          actor: { type: 'token', id: genuine.tokenId },
          workspace: genuine.workspaceId,
        },
  );
  if (reason === 'wrong_scope') throw new MonagoError('forbidden', { message: readerMessage });
  const message = isSigned(exchange.request) ? { message: signedMessage } : {};
  throw new MonagoError('invalid_token', { internal: reason, ...message });
}

const readerMessage = 'This API key reads the audit log. It calls no models.';
const signedMessage =
  'The request is signed with an AWS key, which Monago cannot check: only AWS has it. Give your client the access token as its Bedrock API key (AWS_BEARER_TOKEN_BEDROCK), so that it comes as Authorization: Bearer; x-api-key and api-key are read too.';

function isSigned({ headers }: GatewayRequest): boolean {
  const given = headers['authorization'];
  return typeof given === 'string' && given.startsWith('AWS4-');
}

type TokenFault = 'missing' | 'ambiguous' | 'malformed';
type Token = { readonly text: string } | { readonly fault: TokenFault };

function tokenOf({ headers }: GatewayRequest): Token {
  const given = [bearerToken(headers['authorization']), headers['x-api-key'], headers['api-key']];
  const found = new Set(given.filter((value) => value !== undefined));
  const [first] = found;
  if (first === undefined) return { fault: 'missing' };
  // Two identities in one request: whichever were chosen, something in front may have checked the other.
  if (found.size > 1 || typeof first !== 'string') return { fault: 'ambiguous' };
  return first === notBearer ? { fault: 'malformed' } : { text: first };
}

const notBearer = '';

function bearerToken(value: string | readonly string[] | undefined) {
  if (typeof value !== 'string') return value;
  return /^Bearer +(\S+)$/i.exec(value)?.[1] ?? notBearer;
}
