import {
  ApiFailure,
  failureReply,
  incorrectApiKey,
  insufficientQuota,
  missingScopes,
  overloaded,
  rateLimited,
  serverError,
} from './api-failure.ts';
import { authorize, type KeyRules } from './authorize.ts';
import type { Fault, Replay, ScriptedFailure } from './fault.ts';
import { edgeHeaders } from './provider-headers.ts';
import type { Reply } from './reply.ts';
import type { SeenRequest } from './request-log.ts';
import { route } from './router.ts';

const DEFAULT_RETRY_AFTER_SECONDS = 1;

/** What is to be sent: the endpoint's answer, unless the fault puts another in its place. */
export function chooseReply(request: SeenRequest, fault: Fault, rules: KeyRules): Reply {
  if (fault.replay !== undefined) return replayed(fault.replay);
  if (fault.garbage !== undefined) return garbage(fault.garbage);
  try {
    if (fault.failure !== undefined) throw scriptedFailure(fault.failure, request);
    authorize(request, rules);
    return padded(route(request), fault.paddingBytes ?? 0);
  } catch (error) {
    if (error instanceof ApiFailure) return failureReply(error);
    throw error;
  }
}

function scriptedFailure(failure: ScriptedFailure, request: SeenRequest): ApiFailure {
  if (failure === 'insufficient-quota') return insufficientQuota();
  if (failure === 'missing-scopes') return missingScopes('model.request');
  switch (failure.status) {
    case 401:
      return incorrectApiKey(request.headers.authorization?.replace(/^Bearer +/i, '') ?? '');
    case 429:
      return rateLimited(
        'the requested model',
        failure.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS,
      );
    case 500:
      return serverError();
    case 503:
      return overloaded();
  }
}

function replayed(replay: Replay): Reply {
  const body = Buffer.from(replay.body);
  const frames: Buffer[] = [];
  const sizes = replay.chunkSizes ?? [body.length];
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const size = Math.max(1, sizes[Math.min(turn, sizes.length - 1)] ?? body.length);
    frames.push(body.subarray(at, at + size));
    at += size;
  }
  return { status: replay.status, headers: replay.headers, frames };
}

function garbage(kind: 'text' | 'html-502'): Reply {
  if (kind === 'text') {
    const frames = [Buffer.from('{"id": "chatcmpl-, \u0000 this is not JSON')];
    return { status: 200, headers: edgeHeaders('application/json'), frames };
  }
  const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>\n';
  return { status: 502, headers: edgeHeaders('text/html'), frames: [Buffer.from(page)] };
}

function padded(reply: Reply, bytes: number): Reply {
  if (bytes === 0) return reply;
  const { 'content-length': _length, ...headers } = reply.headers;
  const isStream = String(headers['content-type']).startsWith('text/event-stream');
  // JSON may be followed by white space, and a stream may carry comments: both stay valid.
  const padding = isStream ? `:${'.'.repeat(bytes)}\n\n` : ' '.repeat(bytes);
  const first = isStream
    ? [Buffer.from(padding), ...reply.frames]
    : [...reply.frames, Buffer.from(padding)];
  return { ...reply, headers, frames: first };
}
