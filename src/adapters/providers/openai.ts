import { canonicalDestination, parseDestination } from '../../domain/credential/destination.ts';
import { Secret } from '../../domain/credential/secret.ts';
import type { Egress } from '../../ports/egress.ts';
import type { KeyValidation, ProviderClient } from '../../ports/provider.ts';
import { type CollectedAnswer, collectAnswer } from './collect-answer.ts';
import { judgeOpenAiValidation } from './judge-openai-validation.ts';

const publicBaseUrl = 'https://api.openai.com/v1';
const validationTimeoutMs = 5_000;
const validationBytesMax = 64 * 1024;

/** OpenAI, and everything that speaks its API under a base URL of its own. */
export function createOpenAiProvider(
  egress: Egress,
  clock: { monotonic(): number },
): ProviderClient {
  const modelList = (key: Secret, destination: string, timeoutMs: number) =>
    collectAnswer(
      (sink) =>
        egress.dispatch(
          {
            destination,
            method: 'GET',
            path: upstreamPath(destination, '/v1/models'),
            headers: { accept: 'application/json', 'accept-encoding': 'identity' },
            body: undefined,
            // Each attempt gives its secret away, so it gets a copy.
            secretHeader: bearer(new Secret(Buffer.from(key.reveal()))),
          },
          sink,
        ),
      { bytesMax: validationBytesMax, timeoutMs },
    );

  return {
    provider: 'openai',

    async destination({ baseUrl }) {
      const destination = canonicalDestination(baseUrl ?? publicBaseUrl);
      await egress.check(destination);
      return destination;
    },

    async validateKey(key, destination) {
      const endsAt = clock.monotonic() + validationTimeoutMs;
      const first = await modelList(key, destination, validationTimeoutMs);
      const left = endsAt - clock.monotonic();
      const answer =
        isWorthASecondTry(first) && left > 0 ? await modelList(key, destination, left) : first;
      return judge(answer, key);
    },

    call(request, key, sink) {
      const { destination, method, headers, body } = request;
      const path = upstreamPath(destination, request.path);
      const secretHeader = bearer(key);
      return egress.dispatch({ destination, method, path, headers, body, secretHeader }, sink);
    },
  };
}

function bearer(secret: Secret) {
  return { name: 'authorization', prefix: 'Bearer ', secret };
}

// A base URL takes the place of `https://api.openai.com/v1`, as in OpenAI's own clients.
function upstreamPath(destination: string, path: string): string {
  return parseDestination(destination).prefix + path.replace(/^\/v1(?=\/)/, '');
}

function isWorthASecondTry(answer: CollectedAnswer): boolean {
  return answer.kind === 'failure' ? answer.failure === 'unreachable' : answer.status >= 500;
}

function judge(answer: CollectedAnswer, key: Secret): KeyValidation {
  if (answer.kind === 'answer') return judgeOpenAiValidation(answer, key.reveal());
  if (answer.failure === 'timeout') return { result: 'timeout' };
  return { result: answer.failure === 'blocked' ? 'bad_base_url' : 'unreachable' };
}
