import type { Fault } from '../server/fault.ts';
import {
  type ListenOptions,
  type ProviderServer,
  startProviderServer,
} from '../server/provider-server.ts';
import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { padded, standInReply } from '../server/stand-in-reply.ts';
import { type AccountRules, defaultRegion } from './account.ts';
import { accessDenied, authorize } from './authorize.ts';
import { AwsFailure, bedrockFailure, stsFailure } from './aws-failure.ts';
import { callerIdentity } from './caller-identity.ts';
import { converse } from './converse.ts';
import { listFoundationModels } from './foundation-models.ts';
import { awsHeaders } from './provider-headers.ts';

/** Errors of AWS's that a test can ask for, of whichever service is asked. */
type ScriptedFailure =
  | 'throttled'
  | 'server-error'
  | 'opt-in-required'
  | 'payment-instrument'
  | 'no-bearer-tokens'
  | 'unknown-operation'
  | 'signature-expired'
  | 'echoed-key';

/** One endpoint that stands in for STS, Bedrock and Bedrock Runtime of a region. */
export type BedrockEmulator = ProviderServer<ScriptedFailure>;

/** AWS on loopback: it checks signatures as the services do, and fails as scripted. */
export function startBedrockEmulator(
  options: AccountRules & ListenOptions = {},
): Promise<BedrockEmulator> {
  return startProviderServer<ScriptedFailure>(
    {
      answer: (request, fault) => answer(request, fault, options),
      requestedFault: () => ({}),
      bodyTooLarge: () =>
        bedrockFailure(
          new AwsFailure(413, { code: 'RequestEntityTooLargeException', message: 'Too large' }),
        ),
    },
    // AWS's own client speaks HTTP/2 unless told otherwise.
    { ...options, http2: true },
  );
}

async function answer(
  request: SeenRequest,
  fault: Fault<ScriptedFailure>,
  rules: AccountRules,
): Promise<Reply> {
  const standIn = standInReply(fault, awsHeaders);
  if (standIn !== undefined) return standIn;
  try {
    if (fault.failure !== undefined) throw scriptedFailure(fault.failure, request);
    return padded(await route(request, rules), fault.paddingBytes ?? 0);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return request.path === '/' ? stsFailure(error) : bedrockFailure(error);
  }
}

async function route(request: SeenRequest, rules: AccountRules): Promise<Reply> {
  const { method } = request;
  const path = request.path.split('?', 1)[0] ?? '';
  if (method === 'POST' && path === '/') return callerIdentity(request, rules);
  if (method === 'GET' && path === '/foundation-models') {
    await authorize(request, 'ListFoundationModels', rules);
    return listFoundationModels(rules.region ?? defaultRegion);
  }
  const modelId = /^\/model\/([^/]+)\/converse$/.exec(path)?.[1];
  if (method !== 'POST' || modelId === undefined) throw unknownOperation();
  await authorize(request, 'InvokeModel', rules);
  return converse(decodeURIComponent(modelId), request.body);
}

function unknownOperation(): AwsFailure {
  return new AwsFailure(404, { code: 'UnknownOperationException', message: 'Unknown operation' });
}

function scriptedFailure(failure: ScriptedFailure, request: SeenRequest): AwsFailure {
  switch (failure) {
    case 'throttled':
      return new AwsFailure(429, { code: 'ThrottlingException', message: 'Rate exceeded' });
    case 'server-error':
      return new AwsFailure(500, { code: 'InternalServerException', message: 'Internal failure' });
    case 'opt-in-required':
      return new AwsFailure(403, {
        code: 'OptInRequired',
        message: 'The AWS Access Key Id needs a subscription for the service',
      });
    case 'payment-instrument':
      return new AwsFailure(403, {
        code: 'AccessDeniedException',
        message: 'Model access is denied due to INVALID_PAYMENT_INSTRUMENT.',
      });
    case 'no-bearer-tokens':
      return accessDenied('bedrock:CallWithBearerToken');
    case 'unknown-operation':
      return unknownOperation();
    case 'signature-expired':
      return new AwsFailure(403, {
        code: request.path === '/' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        message: 'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
      });
    case 'echoed-key':
      return echoedKey(request);
  }
}

// Real refusals of a signature repeat the whole request that should have been signed, session token included.
function echoedKey({ path, headers }: SeenRequest): AwsFailure {
  return new AwsFailure(403, {
    code: path === '/' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    message: `The request was: ${headers.authorization} ${headers['x-amz-security-token'] ?? ''}`,
  });
}
