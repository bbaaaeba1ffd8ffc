import { asMonagoError } from '../../domain/errors.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { fieldsOf, isFields, textIn } from '../relay/readings/reading.ts';
import { ResponsesReading } from '../relay/readings/responses-reading.ts';
import type { InspectedAnswer } from './inspect-response.ts';
import type { OpenIntent } from './open-intent.ts';

/**
 * Keeps who made a response that the provider stores, before the client has the end of it. Where that fails the answer is
 * still the client's, but nobody can ask for it again: closed, not open.
 */
export async function rememberResponses(
  { answer }: InspectedAnswer,
  intent: OpenIntent,
  exchange: Exchange,
): Promise<void> {
  const { request, prompt, use } = exchange;
  const { wire, purpose, method } = request.endpoint;
  if (wire !== 'responses' || prompt?.provider !== 'openai') return;
  if (answer.head === undefined || answer.head.status >= 300) return;
  try {
    if (purpose === 'stored') {
      if (method === 'DELETE') await forget(intent.caller, exchange);
    } else if (purpose === 'answer' && prompt.members['store'] !== false) {
      await remember(idsIn(answer), intent, exchange);
    }
  } catch (thrown) {
    const { internal } = asMonagoError(thrown);
    use.log.error('response_not_remembered', { requestId: exchange.requestId, internal });
  }
}

function idsIn({ relay, transcript }: InspectedAnswer['answer']): readonly string[] {
  if (relay?.told instanceof ResponsesReading) return [...relay.told.ids];
  const response = fieldsOf(transcript.whole()?.toString('utf8').trim() ?? '');
  const output: unknown[] = Array.isArray(response?.['output']) ? response['output'] : [];
  const parts = [response, ...output.filter(isFields)];
  return parts.map((part) => textIn(part, 'id')).filter((id) => id !== undefined);
}

async function remember(
  ids: readonly string[],
  { caller, route }: OpenIntent,
  { use }: Exchange,
): Promise<void> {
  const { tenantId, workspaceId } = caller;
  const credentialId = route.credential.id;
  await Promise.all(
    ids.map((responseId) =>
      use.storedResponses.remember({ tenantId, workspaceId, responseId, credentialId }),
    ),
  );
}

async function forget(
  { tenantId, workspaceId }: Caller,
  { request, use }: Exchange,
): Promise<void> {
  const id = request.params['id'];
  if (id !== undefined) await use.storedResponses.forget(tenantId, workspaceId, id);
}
