import { eventStreamType, exceptionFrame, withWrongChecksum } from '../event-stream/event-frame.ts';
import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { accessDenied } from './authorize.ts';
import { AwsFailure, unknownOperation, validation } from './aws-failure.ts';

/** The failures that a stream can report after its status line, each in a frame of its own. */
type StreamException =
  | 'internalServerException'
  | 'modelStreamErrorException'
  | 'modelTimeoutException'
  | 'serviceUnavailableException'
  | 'throttlingException'
  | 'validationException';

/** An error of AWS's that a test can ask for, of whichever service is asked. */
type RefusedRequest = keyof typeof refusals | { status: number; code: string; message: string };

/** What is wrong with a stream that began well; `midStream` needs the fault `errorEvent` as well. */
type SpoiltStream = 'wrong-checksum' | { midStream: StreamException };

export type ScriptedFailure = RefusedRequest | SpoiltStream;

const refusals = {
  throttled: words(429, 'ThrottlingException', 'Rate exceeded'),
  'too-many-tokens': words(
    429,
    'ThrottlingException',
    'Too many tokens, please wait before trying again.',
  ),
  'quota-exceeded': words(400, 'ServiceQuotaExceededException', 'Your account is at its limit.'),
  'server-error': words(500, 'InternalServerException', 'Internal failure'),
  'service-unavailable': words(
    503,
    'ServiceUnavailableException',
    'Bedrock is unable to process your request.',
  ),
  'model-timeout': words(
    408,
    'ModelTimeoutException',
    'Model has timed out in processing the request. Try your request again.',
  ),
  'model-error': words(424, 'ModelErrorException', 'The model failed to process the request.'),
  'model-not-ready': words(
    429,
    'ModelNotReadyException',
    'Model is not ready for inference. Wait and try again.',
  ),
  'not-found': words(
    404,
    'ResourceNotFoundException',
    'Could not resolve the foundation model from the provided model identifier.',
  ),
  'access-denied': words(
    403,
    'AccessDeniedException',
    "You don't have access to the model with the specified model ID.",
  ),
  'opt-in-required': words(
    403,
    'OptInRequired',
    'The AWS Access Key Id needs a subscription for the service',
  ),
  'payment-instrument': words(
    403,
    'AccessDeniedException',
    'Model access is denied due to INVALID_PAYMENT_INSTRUMENT.',
  ),
  'too-long': () => validation('Input is too long for requested model.'),
  'no-bearer-tokens': () => accessDenied('bedrock:CallWithBearerToken'),
  'unknown-operation': unknownOperation,
  'signature-expired': ({ path }: SeenRequest) =>
    new AwsFailure(403, {
      code: path === '/' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
      message: 'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
    }),
  'echoed-key': echoedKey,
};

/** The refusal that was scripted; undefined for a failure that comes later. */
export function scriptedRefusal(
  failure: ScriptedFailure | undefined,
  request: SeenRequest,
): AwsFailure | undefined {
  if (failure === undefined || failure === 'wrong-checksum') return undefined;
  if (typeof failure === 'string') return refusals[failure](request);
  if ('midStream' in failure) return undefined;
  const { status, code, message } = failure;
  return new AwsFailure(status, { code, message });
}

/** The same answer, with what was scripted for its stream. An answer in one piece stays as it is. */
export function spoilt(reply: Reply, failure: ScriptedFailure | undefined): Reply {
  if (reply.headers['content-type'] !== eventStreamType) return reply;
  if (failure === 'wrong-checksum') {
    const half = Math.floor(reply.frames.length / 2);
    const frames = reply.frames.map((bytes, at) =>
      at === half ? withWrongChecksum(bytes) : bytes,
    );
    return { ...reply, frames };
  }
  if (typeof failure !== 'object' || !('midStream' in failure)) return reply;
  const message = 'The stream was ended by a failure.';
  return { ...reply, errorFrame: exceptionFrame(failure.midStream, { message }) };
}

function words(status: number, code: string, message: string): () => AwsFailure {
  return () => new AwsFailure(status, { code, message });
}

// Real refusals of a signature repeat the whole request that should have been signed, session token included.
function echoedKey({ path, headers }: SeenRequest): AwsFailure {
  return new AwsFailure(403, {
    code: path === '/' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    message: `The request was: ${headers.authorization} ${headers['x-amz-security-token'] ?? ''}`,
  });
}
