import { MonagoError } from '../../src/domain/errors.ts';
import type {
  Block,
  Conversation,
  Settings,
  Tool,
  Turn,
} from '../../src/domain/protocol/conversation.ts';
import { RawJson } from '../../src/domain/protocol/json-text.ts';
import { Ledger } from '../../src/domain/protocol/ledger.ts';
import { writeMessagesRequest } from '../../src/domain/protocol/messages/write-request.ts';
import type { ModelAbilities } from '../../src/domain/protocol/model-abilities.ts';

/** Like Claude Sonnet 4.5: thinks by budget, takes everything else. */
export const budgeted: ModelAbilities = {
  family: 'claude',
  maxOutputTokens: 64_000,
  sampling: true,
  temperatureMax: 1,
  temperatureWithTopP: false,
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
/** Like Claude Opus 5.5: always thinks, and refuses what that excludes. */
export const adaptive: ModelAbilities = {
  ...budgeted,
  sampling: false,
  forcedTool: false,
  prefill: false,
  systemMidConversation: true,
  thinking: { budget: false, adaptive: true, off: false },
  efforts: ['low', 'medium', 'high', 'max'],
};

export const hello = user([text('Hello')]);
export const tool: Tool = { name: 'add', at: 'tools[0]' };

export function text(words: string, at = 'messages[0].content'): Block {
  return { kind: 'text', text: words, at };
}

export function call(id: string, input = '{}', at = `call ${id}`): Block {
  return { kind: 'tool_call', id, name: 'add', input: new RawJson(input), at };
}

export function result(callId: string, words = 'done', at = `result ${callId}`): Block {
  const content = [{ kind: 'text', text: words, at } as const];
  return { kind: 'tool_result', callId, content, at };
}

export function user(content: readonly Block[], at = 'messages[0]'): Turn {
  return { role: 'user', content, at };
}

export function assistant(content: readonly Block[], at = 'messages[1]'): Turn {
  return { role: 'assistant', content, at };
}

export function asking(settings: Settings, more: Partial<Conversation> = {}): Conversation {
  const settingsAt = Object.fromEntries(Object.keys(settings).map((name) => [name, name]));
  return {
    system: [],
    turns: [hello],
    tools: [],
    settings,
    settingsAt: { ...settingsAt, toolChoice: 'tool_choice' },
    isStream: false,
    includeUsage: false,
    ...more,
  };
}

export function saying(...turns: readonly Turn[]): Conversation {
  return asking({}, { turns });
}

export interface Written {
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly toolNames: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
  readonly dropped: readonly string[];
  readonly changed: readonly string[];
}

export function write(conversation: Conversation, abilities = budgeted): Written {
  const ledger = new Ledger('lenient');
  const target = { provider: 'anthropic', model: 'claude', abilities } as const;
  const { body, toolNames, headers = {} } = writeMessagesRequest(conversation, target, ledger);
  const { dropped, changed } = ledger;
  return { text: body, body: JSON.parse(body), toolNames, headers, dropped, changed };
}

export function refusal(conversation: Conversation, abilities = budgeted) {
  const target = { provider: 'anthropic', model: 'claude', abilities } as const;
  try {
    writeMessagesRequest(conversation, target, new Ledger('strict'));
  } catch (thrown) {
    if (thrown instanceof MonagoError) return { code: thrown.code, param: thrown.param };
    throw thrown;
  }
  throw new Error('it was written');
}
