import { canonicalDestination, parseDestination } from '../../domain/credential/destination.ts';
import { Secret } from '../../domain/credential/secret.ts';
import type { Egress } from '../../ports/egress.ts';
import type { ProviderClient } from '../../ports/provider.ts';
import { askForValidation, withoutAnswer } from './ask-for-validation.ts';
import { callWithQuietErrors } from './errors-without-key.ts';
import { judgeAnthropicValidation } from './judge-anthropic-validation.ts';

const publicBaseUrl = 'https://api.anthropic.com';
const version = { 'anthropic-version': '2023-06-01' };

/** Anthropic, and everything that speaks its API under a base URL of its own. */
export function createAnthropicProvider(
  egress: Egress,
  clock: { monotonic(): number },
): ProviderClient {
  return {
    provider: 'anthropic',

    async destination({ baseUrl }) {
      // Paths begin with the version here, so a base URL with and without it is one place.
      const destination = canonicalDestination(baseUrl ?? publicBaseUrl).replace(/\/v1$/, '');
      await egress.check(destination);
      return destination;
    },

    async validateKey(key, destination) {
      const ask = askForValidation(clock);
      const answer = await ask((sink) =>
        egress.dispatch(
          {
            destination,
            method: 'GET',
            path: upstreamPath(destination, '/v1/models?limit=1000'),
            headers: { ...version, accept: 'application/json', 'accept-encoding': 'identity' },
            body: undefined,
            // Each attempt gives its secret away, so it gets a copy.
            secretHeader: apiKey(new Secret(Buffer.from(key.reveal()))),
          },
          sink,
        ),
      );
      return answer.kind === 'answer'
        ? judgeAnthropicValidation(answer, key.reveal())
        : withoutAnswer(answer.failure);
    },

    call({ destination, method, path: asked, headers: given, body }, key, sink) {
      const path = upstreamPath(destination, asked);
      const headers = { ...version, ...given };
      const request = { destination, method, path, headers, body, secretHeader: apiKey(key) };
      return callWithQuietErrors((quiet) => egress.dispatch(request, quiet), sink, key.reveal());
    },
  };
}

function apiKey(secret: Secret) {
  return { name: 'x-api-key', prefix: '', secret };
}

function upstreamPath(destination: string, path: string): string {
  return parseDestination(destination).prefix + path;
}
