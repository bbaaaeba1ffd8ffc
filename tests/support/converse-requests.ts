import { MonagoError } from '../../src/domain/errors.ts';
import type {
  Block,
  Conversation,
  Settings,
  Tool,
  Turn,
} from '../../src/domain/protocol/conversation.ts';
import { writeConverseRequest } from '../../src/domain/protocol/converse/write-request.ts';
import { RawJson } from '../../src/domain/protocol/json-text.ts';
import { Ledger, type TranslationMode } from '../../src/domain/protocol/ledger.ts';
import type { ModelAbilities } from '../../src/domain/protocol/model-abilities.ts';

export const claude: ModelAbilities = {
  family: 'claude',
  maxOutputTokens: 64_000,
  sampling: true,
  temperatureMax: 1,
  tools: true,
  forcedTool: true,
  shortToolIds: false,
  prefill: true,
  systemMidConversation: false,
  thinking: { budget: true, adaptive: false, off: true },
  efforts: [],
  structuredOutput: true,
  promptCaching: true,
  images: true,
  documents: true,
  maxTokensName: 'max_tokens',
};
export const newest: ModelAbilities = {
  ...claude,
  sampling: false,
  forcedTool: false,
  prefill: false,
  systemMidConversation: true,
  thinking: { budget: false, adaptive: true, off: false },
  efforts: ['low', 'medium', 'high', 'max'],
};
export const mistral: ModelAbilities = {
  ...claude,
  family: 'mistral',
  shortToolIds: true,
  prefill: false,
  thinking: { budget: false, adaptive: false, off: false },
  structuredOutput: false,
  promptCaching: false,
  images: false,
};

/** What a test asks for; everything else is plain. */
export interface Case {
  readonly content?: readonly Block[];
  readonly turns?: readonly Turn[];
  readonly tools?: readonly Tool[];
  readonly settings?: Settings;
  readonly more?: Partial<Conversation>;
  readonly abilities?: ModelAbilities;
  readonly mode?: TranslationMode;
  readonly model?: string;
}

export const at = 'messages[0]';
export const text = (words: string): Block => ({ kind: 'text', text: words, at });
export const user = (...content: readonly Block[]): Turn => ({ role: 'user', content, at });
export const assistant = (...content: readonly Block[]): Turn => ({
  role: 'assistant',
  content,
  at,
});
export const call = (id: string, name = 'f', input = '{}'): Block => ({
  kind: 'tool_call',
  id,
  name,
  input: new RawJson(input),
  at: 'call',
});
export const result = (callId: string, words: string): Block => ({
  kind: 'tool_result',
  callId,
  content: [{ kind: 'text', text: words, at }],
  at: 'result',
});
export const tool = (name: string): Tool => ({ name, at: 'tools[0]' });
export const history = [user(text('x')), assistant(call('t1')), user(result('t1', 'y'))];

export function write(given: Case) {
  const settings = given.settings ?? {};
  const ledger = new Ledger(given.mode ?? 'strict');
  const conversation: Conversation = {
    system: [],
    turns: given.turns ?? [user(...(given.content ?? [text('Hello')]))],
    tools: given.tools ?? [],
    settings,
    settingsAt: Object.fromEntries(Object.keys(settings).map((name) => [name, `at.${name}`])),
    isStream: false,
    includeUsage: false,
    ...given.more,
  };
  const abilities = given.abilities ?? claude;
  const target = { provider: 'bedrock' as const, model: given.model ?? 'a-model', abilities };
  const written = writeConverseRequest(conversation, target, ledger);
  return { text: written.body, body: JSON.parse(written.body), ledger, names: written.toolNames };
}

export function fault(given: Case): MonagoError {
  try {
    write(given);
  } catch (thrown) {
    if (thrown instanceof MonagoError) return thrown;
  }
  throw new Error('the request was taken');
}
