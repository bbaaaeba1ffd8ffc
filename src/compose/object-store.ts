import { awsRequestSigner } from '../adapters/kms/aws/aws-request-signer.ts';
import { S3ObjectStore } from '../adapters/object-store/s3-object-store.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { KmsTransport } from '../ports/kms-transport.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** A bucket as the operator's files name it. */
export interface BucketSettings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly access_key_id: string;
}

export interface BucketAccess {
  readonly secretAccessKey: string;
  /** To the endpoint. */
  readonly transport: KmsTransport;
}

export function openBucket(
  { endpoint, bucket, region, access_key_id: accessKeyId }: BucketSettings,
  { secretAccessKey, transport }: BucketAccess,
): ObjectStore {
  const sign = awsRequestSigner({ accessKeyId, secretAccessKey }, { service: 's3', region });
  const settings = { endpoint: new URL(endpoint).origin, bucket };
  return new S3ObjectStore(settings, { transport, sign, clock: systemClock });
}
