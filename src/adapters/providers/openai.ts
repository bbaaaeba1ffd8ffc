import { canonicalDestination, parseDestination } from '../../domain/credential/destination.ts';
import { Secret } from '../../domain/credential/secret.ts';
import type { Egress } from '../../ports/egress.ts';
import type { ProviderClient } from '../../ports/provider.ts';
import { type Ask, askForValidation, withoutAnswer } from './ask-for-validation.ts';
import { callWithQuietErrors } from './errors-without-key.ts';
import { judgeOpenAiValidation } from './judge-openai-validation.ts';

const publicBaseUrl = 'https://api.openai.com/v1';

/** OpenAI, and everything that speaks its API under a base URL of its own. */
export function createOpenAiProvider(
  egress: Egress,
  clock: { monotonic(): number },
): ProviderClient {
  const modelList = (ask: Ask, key: Secret, destination: string) =>
    ask((sink) =>
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
    );

  return {
    provider: 'openai',

    async destination({ baseUrl }) {
      const destination = canonicalDestination(baseUrl ?? publicBaseUrl);
      await egress.check(destination);
      return destination;
    },

    async validateKey(key, destination) {
      const answer = await modelList(askForValidation(clock), key, destination);
      return answer.kind === 'answer'
        ? judgeOpenAiValidation(answer, key.reveal())
        : withoutAnswer(answer.failure);
    },

    call({ destination, method, path: asked, headers, body }, key, sink) {
      const path = upstreamPath(destination, asked);
      const request = { destination, method, path, headers, body, secretHeader: bearer(key) };
      return callWithQuietErrors((quiet) => egress.dispatch(request, quiet), sink, key.reveal());
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
