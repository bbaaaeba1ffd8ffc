import type {
  KeyValidation,
  UpstreamCall,
  UpstreamFailure,
  UpstreamSink,
} from '../../ports/provider.ts';
import { type CollectedAnswer, collectAnswer } from './collect-answer.ts';

const totalTimeoutMs = 5_000;
const bytesMax = 64 * 1024;

/** Asks the provider one question and collects its answer. */
export type Ask = (start: (sink: UpstreamSink) => UpstreamCall) => Promise<CollectedAnswer>;

/**
 * For the questions of one validation: together they take at most 5 s, and one of them is asked a second time when
 * there was no connection or a server error.
 */
export function askForValidation(clock: { monotonic(): number }): Ask {
  const endsAt = clock.monotonic() + totalTimeoutMs;
  let triesLeft = 1;
  const askOnce: Ask = async (start) => {
    const timeoutMs = endsAt - clock.monotonic();
    return timeoutMs > 0
      ? collectAnswer(start, { bytesMax, timeoutMs })
      : { kind: 'failure', failure: 'timeout' };
  };
  return async (start) => {
    const first = await askOnce(start);
    if (!isWorthASecondTry(first) || triesLeft === 0 || clock.monotonic() >= endsAt) return first;
    triesLeft -= 1;
    return askOnce(start);
  };
}

/** What it means for a key that its provider gave no answer. */
export function withoutAnswer(failure: UpstreamFailure): KeyValidation {
  if (failure === 'timeout') return { result: 'timeout' };
  return { result: failure === 'blocked' ? 'bad_base_url' : 'unreachable' };
}

function isWorthASecondTry(answer: CollectedAnswer): boolean {
  return answer.kind === 'failure' ? answer.failure === 'unreachable' : answer.status >= 500;
}
