import {
  type AwsService,
  awsServiceDestination,
  parseAwsDestination,
} from '../../domain/credential/aws-destination.ts';
import type { BedrockSecret } from '../../domain/credential/bedrock-secret.ts';
import { parseDestination } from '../../domain/credential/destination.ts';
import { Secret } from '../../domain/credential/secret.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { EgressRequest } from '../../ports/egress.ts';
import { sessionTokenHeader, signAwsRequest } from './aws-signature.ts';
import { awsTarget } from './aws-target.ts';

export interface AwsCall {
  /** `aws:<region>[:<endpoint>]` that the key is bound to. */
  readonly destination: string;
  readonly service: AwsService;
  readonly method: string;
  /** Path and query; a prefix of the endpoint comes before it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** When it is signed, milliseconds since the epoch. */
  readonly at: number;
}

// The models answer under a host of their own, but their actions are signed as those of the control plane.
const signingNames = { sts: 'sts', bedrock: 'bedrock', 'bedrock-runtime': 'bedrock' } as const;

/**
 * A call to an AWS service, authenticated with the secret: signed by an access key, or with an API key sealed in a
 * header. What it needs of the secret is copied.
 * @throws MonagoError `invalid_request` for a path that has no one spelling
 */
export function awsRequest(call: AwsCall, secret: BedrockSecret): EgressRequest {
  const place = parseAwsDestination(call.destination);
  const destination = awsServiceDestination(place, call.service);
  const target = awsTarget(parseDestination(destination).prefix + call.path);
  if (target === undefined) throw new MonagoError('invalid_request', { param: 'path' });
  const { method, body } = call;
  const path = target.query === '' ? target.path : `${target.path}?${target.query}`;
  const plain = { destination, method, path, headers: call.headers, body };
  if (secret.kind === 'api_key') {
    return { ...plain, secretHeader: sealed('authorization', 'Bearer ', secret.apiKey) };
  }
  const { host } = new URL(destination);
  const headers = signAwsRequest({ method, host, target, headers: call.headers, body }, secret, {
    region: place.region,
    service: signingNames[call.service],
    at: call.at,
  });
  return secret.sessionToken === undefined
    ? { ...plain, headers }
    : { ...plain, headers, secretHeader: sealed(sessionTokenHeader, '', secret.sessionToken) };
}

function sealed(name: string, prefix: string, bytes: Buffer) {
  return { name, prefix, secret: new Secret(Buffer.from(bytes)) };
}
