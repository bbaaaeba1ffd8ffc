/** One HTTP exchange with a service of the operator: key management, a token endpoint, a witness, a collector. */
export interface KmsRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** For the whole exchange, connecting included. */
  readonly timeoutMs: number;
}

export interface KmsReply {
  readonly status: number;
  /** In memory of its own: the caller MUST zero it, it may hold a data key. */
  readonly body: Buffer;
}

/** The way out to the hosts that the operator named for one purpose, and to no others. */
export interface KmsTransport {
  /**
   * MUST NOT follow redirects, MUST bound the size of the answer, and MUST NOT keep or log a body.
   * @throws MonagoError `kms_unavailable`, or what the transport was made to throw, when there is no complete answer in time, or the host is not one of those
   */
  request(request: KmsRequest): Promise<KmsReply>;
}
