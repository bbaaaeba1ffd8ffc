import { MonagoError } from '../errors.ts';
import { awsDnsSuffix, isAwsRegion } from './aws-region.ts';
import { canonicalDestination } from './destination.ts';

/** What a stored AWS key is bound to. */
export interface AwsDestination {
  readonly region: string;
  /** Canonical `scheme://host:port/prefix` that stands in for all services; undefined is the region's own hosts. */
  readonly endpoint: string | undefined;
}

/** The services that a key is sent to, by the first label of their host names. */
export const awsServices = ['sts', 'bedrock', 'bedrock-runtime'] as const;
export type AwsService = (typeof awsServices)[number];

/**
 * The one spelling of a region and an endpoint of one's own: `aws:<region>[:<endpoint>]`.
 * @throws MonagoError `invalid_input` for the region, `bad_base_url` for the endpoint
 */
export function awsDestination(region: string | undefined, baseUrl: string | undefined): string {
  if (region === undefined || region === '') throw badRegion('Give the AWS region of the key.');
  if (!isAwsRegion(region)) throw badRegion('This is not the name of an AWS region.');
  return baseUrl === undefined ? `aws:${region}` : `aws:${region}:${canonicalDestination(baseUrl)}`;
}

/** Splits what `awsDestination` made. */
export function parseAwsDestination(destination: string): AwsDestination {
  const [, region, endpoint] = /^aws:([a-z0-9-]+)(?::(https?:\/\/.+))?$/.exec(destination) ?? [];
  if (region === undefined || !isAwsRegion(region)) {
    throw new MonagoError('internal', { internal: 'not the destination of an AWS key' });
  }
  return { region, endpoint };
}

/** Canonical `scheme://host:port/prefix` of one service. */
export function awsServiceDestination(
  { region, endpoint }: AwsDestination,
  service: AwsService,
): string {
  return endpoint ?? `https://${service}.${region}.${awsDnsSuffix(region)}:443`;
}

function badRegion(message: string): MonagoError {
  return new MonagoError('invalid_input', {
    param: 'region',
    fields: [{ field: 'region', message }],
  });
}
