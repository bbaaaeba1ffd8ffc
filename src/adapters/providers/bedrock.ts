import {
  awsDestination,
  awsServiceDestination,
  awsServices,
  parseAwsDestination,
} from '../../domain/credential/aws-destination.ts';
import { type BedrockSecret, decodeBedrockSecret } from '../../domain/credential/bedrock-secret.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Egress } from '../../ports/egress.ts';
import type { KeyValidation, ProviderClient } from '../../ports/provider.ts';
import { type Ask, askForValidation, withoutAnswer } from './ask-for-validation.ts';
import { type AwsCall, awsRequest } from './aws-request.ts';
import type { AwsAccessKey } from './aws-signature.ts';
import { bedrockKeyRegion } from './bedrock-key-region.ts';
import type { CollectedAnswer } from './collect-answer.ts';
import { callWithQuietErrors } from './errors-without-key.ts';
import { judgeAccessKey, judgeApiKey, judgeCallerIdentity } from './judge-bedrock-validation.ts';

const plainHeaders = { accept: '*/*', 'accept-encoding': 'identity' };

const callerIdentity = {
  service: 'sts',
  method: 'POST',
  path: '/',
  headers: {
    ...plainHeaders,
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  },
  body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
} as const;

const modelList = {
  service: 'bedrock',
  method: 'GET',
  path: '/foundation-models',
  headers: plainHeaders,
  body: undefined,
} as const;

/** AWS Bedrock, with the access key of an IAM user or role, or with a Bedrock API key. */
export function createBedrockProvider(egress: Egress, clock: Clock): ProviderClient {
  type Question = (call: Omit<AwsCall, 'destination' | 'at'>) => Promise<CollectedAnswer>;
  const questions =
    (ask: Ask, destination: string, secret: BedrockSecret): Question =>
    (call) =>
      ask((sink) =>
        egress.dispatch(awsRequest({ ...call, destination, at: clock.now() }, secret), sink),
      );

  return {
    provider: 'bedrock',

    async destination({ region, baseUrl }) {
      const destination = awsDestination(region, baseUrl);
      const place = parseAwsDestination(destination);
      const hosts = new Set(awsServices.map((service) => awsServiceDestination(place, service)));
      await Promise.all([...hosts].map((host) => egress.check(host)));
      return destination;
    },

    async validateKey(key, destination) {
      const secret = decodeBedrockSecret(key.reveal());
      const question = questions(askForValidation(clock), destination, secret);
      if (secret.kind === 'access_key') return validateAccessKey(secret, question);
      const region = bedrockKeyRegion(secret.apiKey);
      const isElsewhere =
        region !== undefined && region !== parseAwsDestination(destination).region;
      return judged(await question(modelList), (answer) =>
        judgeApiKey(answer, secret.apiKey, isElsewhere),
      );
    },

    call({ destination, method, path, headers, body }, key, sink) {
      try {
        const secret = decodeBedrockSecret(key.reveal());
        const service = 'bedrock-runtime';
        const at = clock.now();
        const call = { destination, service, method, path, headers, body, at } as const;
        const request = awsRequest(call, secret);
        return callWithQuietErrors(
          (quiet) => egress.dispatch(request, quiet),
          sink,
          shownOf(secret),
        );
      } finally {
        // The request holds its signature, or a copy of what goes into a header, which is wiped on its way out.
        key.wipe();
      }
    },
  };
}

async function validateAccessKey(
  secret: AwsAccessKey,
  question: (call: typeof callerIdentity | typeof modelList) => Promise<CollectedAnswer>,
): Promise<KeyValidation> {
  const sent = shownOf(secret);
  const identity = await question(callerIdentity);
  if (identity.kind === 'failure') return withoutAnswer(identity.failure);
  const refused = judgeCallerIdentity(identity, sent);
  if (refused !== undefined) return refused;
  return judged(await question(modelList), (answer) => judgeAccessKey(answer, sent));
}

/** What AWS gets to see. The secret access key is not among it: a signature is all that leaves of it. */
function shownOf(secret: BedrockSecret): Buffer {
  if (secret.kind === 'api_key') return secret.apiKey;
  return Buffer.concat([secret.accessKeyId, secret.sessionToken ?? Buffer.alloc(0)]);
}

function judged(
  answer: CollectedAnswer,
  judge: (answer: Extract<CollectedAnswer, { kind: 'answer' }>) => KeyValidation,
): KeyValidation {
  return answer.kind === 'answer' ? judge(answer) : withoutAnswer(answer.failure);
}
