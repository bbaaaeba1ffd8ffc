import { MonagoError } from '../../src/domain/errors.ts';
import { writeChatRequest } from '../../src/domain/protocol/chat/write-request.ts';
import type { Conversation, Tool, Turn } from '../../src/domain/protocol/conversation.ts';
import { Ledger, type TranslationMode } from '../../src/domain/protocol/ledger.ts';
import type { ModelAbilities } from '../../src/domain/protocol/model-abilities.ts';

const able: ModelAbilities = {
  family: 'openai',
  maxOutputTokens: 16_384,
  sampling: true,
  temperatureMax: 2,
  tools: true,
  forcedTool: true,
  shortToolIds: false,
  prefill: false,
  systemMidConversation: true,
  thinking: { budget: false, adaptive: false, off: true },
  efforts: ['low', 'medium', 'high'],
  structuredOutput: true,
  promptCaching: false,
  images: true,
  documents: true,
  maxTokensName: 'max_completion_tokens',
};

export const said = (text: string): Turn => ({
  role: 'user',
  content: [{ kind: 'text', text, at: 'messages[0].content' }],
  at: 'messages[0]',
});

const plain: Conversation = {
  system: [],
  turns: [said('Hi')],
  tools: [],
  settings: {},
  settingsAt: {},
  isStream: false,
  includeUsage: false,
};

export const weather: Tool = { name: 'weather', at: 'tools[0]' };

export interface How {
  readonly abilities?: Partial<ModelAbilities>;
  readonly mode?: TranslationMode;
}

/** Writes for a model of OpenAI. */
export function write(members: Partial<Conversation>, { abilities, mode = 'strict' }: How = {}) {
  const ledger = new Ledger(mode);
  const target = {
    provider: 'openai',
    model: 'gpt-5',
    abilities: { ...able, ...abilities },
  } as const;
  const { body, toolNames } = writeChatRequest({ ...plain, ...members }, target, ledger);
  return { body, json: JSON.parse(body), toolNames, ledger };
}

/** Code and field of the error. */
export function fault(members: Partial<Conversation>, how: How = {}) {
  try {
    write(members, how);
  } catch (error) {
    if (error instanceof MonagoError) return [error.code, error.param];
    throw error;
  }
  throw new Error('no fault');
}
