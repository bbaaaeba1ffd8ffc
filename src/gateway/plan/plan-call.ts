import type { Provider } from '../../domain/credential/credential.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { ConversationWire, Wire } from '../../domain/protocol/wire.ts';
import type { Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { CallPlan, PlanUse } from './call-plan.ts';
import { planNativeClaude } from './native-claude.ts';
import { pseudonym } from './pseudonym.ts';
import { planSameWire } from './same-wire.ts';
import { planTranslation } from './translated.ts';
import type { ProviderWire } from './translators.ts';

/** The format in which each provider is asked for an answer; what it speaks itself is forwarded as it is. */
const spoken: Readonly<
  Record<Provider, { readonly native: readonly Wire[]; readonly other: ProviderWire }>
> = {
  openai: { native: ['chat', 'responses', 'embeddings', 'opaque'], other: 'chat' },
  anthropic: { native: ['messages'], other: 'messages' },
  bedrock: { native: ['converse', 'invoke'], other: 'converse' },
};

/**
 * Decides what is sent: the client's bytes where the provider speaks the client's format, a translation elsewhere.
 * @throws MonagoError `unsupported_parameter`, `invalid_request`
 */
export function planCall(prompt: Prompt, exchange: Exchange): CallPlan {
  const { caller, request, use } = exchange;
  if (caller === undefined)
    throw new MonagoError('internal', { internal: 'a call without a caller' });
  const settings = use.directory.gatewaySettings(caller.tenantId);
  const plan: PlanUse = {
    prompt,
    exchange,
    mode: settings.translation,
    pseudonym: (user) => pseudonym(user, settings.pseudonymKey, use.digest),
  };
  const { wire, purpose, path } = request.endpoint;
  const { native, other } = spoken[prompt.provider];
  if (native.includes(wire)) return planSameWire(plan);
  if (purpose !== 'answer' || !isConversation(wire)) throw unreachableFrom(path);
  if (wire === 'messages' && isClaudeAtBedrock(prompt)) {
    return planNativeClaude(planSameWire(plan).body, plan);
  }
  return planTranslation({ from: wire, to: other }, plan);
}

const conversations: ReadonlySet<Wire> = new Set(['chat', 'messages', 'converse', 'responses']);

function isConversation(wire: Wire): wire is ConversationWire {
  return conversations.has(wire);
}

// An application inference profile does not tell its model, so it is asked in the format that every model takes.
function isClaudeAtBedrock({ provider, model }: Prompt): boolean {
  return provider === 'bedrock' && /(^|[./])anthropic\.claude/.test(model);
}

function unreachableFrom(path: string): MonagoError {
  return new MonagoError('unsupported_parameter', {
    message: `The provider of this model does not offer ${path}.`,
    param: 'model',
  });
}
