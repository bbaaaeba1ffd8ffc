import type {
  UpstreamCall,
  UpstreamFailure,
  UpstreamHead,
  UpstreamSink,
} from '../../ports/provider.ts';

export type CollectedAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      readonly headers: UpstreamHead['headers'];
      readonly body: Buffer;
      /** The body was longer than the cap and is cut there. */
      readonly isCut: boolean;
    }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure };

/**
 * Runs a call to its end and keeps at most `bytesMax` of the answer.
 * @param timeoutMs after which the call is aborted and the result is `failure: 'timeout'`
 */
export function collectAnswer(
  start: (sink: UpstreamSink) => UpstreamCall,
  limits: { readonly bytesMax: number; readonly timeoutMs: number },
): Promise<CollectedAnswer> {
  return new Promise((resolve) => {
    let status = 0;
    let headers: UpstreamHead['headers'] = [];
    const chunks: Buffer[] = [];
    let bytes = 0;
    let call: UpstreamCall | undefined;
    const finish = (answer: CollectedAnswer) => {
      clearTimeout(timer);
      resolve(answer);
      call?.abort();
    };
    const collected = (isCut: boolean): CollectedAnswer => ({
      kind: 'answer',
      status,
      contentType: headers.find(([name]) => name === 'content-type')?.[1] ?? '',
      headers,
      body: Buffer.concat(chunks).subarray(0, limits.bytesMax),
      isCut,
    });
    const timer = setTimeout(
      () => finish({ kind: 'failure', failure: 'timeout' }),
      limits.timeoutMs,
    );
    call = start({
      head(head) {
        status = head.status;
        headers = head.headers;
      },
      data(chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > limits.bytesMax) finish(collected(true));
        return true;
      },
      end: () => finish(collected(false)),
      fail: (failure) => finish({ kind: 'failure', failure }),
    });
  });
}
