import type { ClosableEgress } from '../../src/adapters/egress/egress.ts';
import { Secret } from '../../src/domain/credential/secret.ts';

export interface Attempt {
  /** The status of the answer, why there is none, or the code of what was thrown. */
  readonly outcome: string;
  readonly isKeyWiped: boolean;
}

/** Sends a key to a destination through the egress, as a provider's client would. */
export function attempt(egress: ClosableEgress, destination: string): Promise<Attempt> {
  const secret = new Secret(Buffer.from('sk-attempt-0123456789abcdefghij'));
  return new Promise((resolve) => {
    const settle = (outcome: string) =>
      resolve({ outcome, isKeyWiped: secret.reveal().every((byte) => byte === 0) });
    let status = '';
    try {
      egress.dispatch(
        {
          destination,
          method: 'GET',
          path: '/v1/models',
          headers: {},
          body: undefined,
          secretHeader: { name: 'authorization', prefix: 'Bearer ', secret },
        },
        {
          head: (head) => {
            status = String(head.status);
          },
          data: () => true,
          end: () => settle(status),
          fail: (failure) => settle(failure),
        },
      );
    } catch (thrown) {
      settle(codeOf(thrown));
    }
  });
}

export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}
