import { eventStreamType, withPadding } from '../event-stream/event-frame.ts';
import type { Fault } from '../server/fault.ts';
import {
  type ListenOptions,
  type ProviderServer,
  startProviderServer,
} from '../server/provider-server.ts';
import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { padded, standInReply } from '../server/stand-in-reply.ts';
import type { AccountRules } from './account.ts';
import { AwsFailure, bedrockFailure, stsFailure } from './aws-failure.ts';
import { createEngine, type Engine } from './engine.ts';
import { awsHeaders } from './provider-headers.ts';
import { requestedFault } from './requested-fault.ts';
import { route } from './route.ts';
import { type ScriptedFailure, scriptedRefusal, spoilt } from './scripted-failure.ts';

/** One endpoint that stands in for STS, Bedrock and Bedrock Runtime of a region. */
export type BedrockEmulator = ProviderServer<ScriptedFailure>;

/** AWS on loopback: it checks signatures as the services do, and fails as scripted. */
export function startBedrockEmulator(
  options: AccountRules & ListenOptions = {},
): Promise<BedrockEmulator> {
  const engine = createEngine();
  return startProviderServer<ScriptedFailure>(
    {
      answer: (request, fault) => answer(request, fault, { rules: options, engine }),
      requestedFault,
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
  { rules, engine }: { rules: AccountRules; engine: Engine },
): Promise<Reply> {
  const standIn = standInReply(fault, awsHeaders);
  if (standIn !== undefined) return standIn;
  try {
    const refusal = scriptedRefusal(fault.failure, request);
    if (refusal !== undefined) throw refusal;
    const reply = grown(await route(request, rules, engine), fault.paddingBytes ?? 0);
    return spoilt(reply, fault.failure);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return request.path === '/' ? stsFailure(error) : bedrockFailure(error);
  }
}

// Between frames there is no room for anything: the padding goes into the first.
function grown(reply: Reply, bytes: number): Reply {
  if (bytes === 0 || reply.headers['content-type'] !== eventStreamType) return padded(reply, bytes);
  const [first, ...rest] = reply.frames;
  return first === undefined ? reply : { ...reply, frames: [withPadding(first, bytes), ...rest] };
}
