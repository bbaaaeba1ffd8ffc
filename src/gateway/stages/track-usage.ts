import { type CredentialFault, faultOfStatus } from '../../domain/credential/usage.ts';
import type { Exchange } from '../exchange.ts';
import type { Answer } from '../relay/answer.ts';
import type { OpenIntent } from './open-intent.ts';

/** Counts the call among those that use its key, from before the key is opened until the answer is over. */
export async function trackUsage(
  intent: OpenIntent,
  { use }: Exchange,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const used = { tenantId: intent.caller.tenantId, credential: intent.route.credential };
  let fault: CredentialFault | undefined;
  use.usage.began(used);
  try {
    const answer = await call();
    fault = faultOf(answer);
    return answer;
  } finally {
    use.usage.ended(used, fault);
  }
}

function faultOf({ head, end }: Answer): CredentialFault | undefined {
  const status = head?.status;
  switch (end) {
    case 'complete':
    case 'rejected':
    case 'withheld':
    case 'cut':
      return status === undefined ? undefined : faultOfStatus(status);
    case 'failed':
    case 'truncated':
      return { code: 'broken', status };
    case 'broken':
    case 'timeout':
    case 'unreachable':
    case 'blocked':
      return { code: end, status };
    // The client left; nothing was wrong with the provider.
    case 'aborted':
      return undefined;
  }
}
