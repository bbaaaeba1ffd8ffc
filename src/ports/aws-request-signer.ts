export interface AwsRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Returns the headers of a request with its signature (AWS Signature Version 4) among them. MUST NOT keep the body. */
export type SignAwsRequest = (request: AwsRequest) => Promise<Record<string, string>>;
