import type { GatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';

/** The formats in which a model's words come, each with a model that its provider answers in it. */
export type Api = 'chat' | 'messages' | 'responses' | 'converse' | 'invoke';
export const apis = ['chat', 'messages', 'responses', 'converse', 'invoke'] as const;

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

export interface Question {
  readonly path: string;
  readonly body: string;
}

/** What asks in a format for an answer of its own provider. */
export function question(api: Api, text: string, stream = true): Question {
  const messages = [{ role: 'user', content: text }];
  const asked = (path: string, body: object) => ({ path, body: JSON.stringify(body) });
  const model = `/model/${encodeURIComponent(claude)}`;
  switch (api) {
    case 'chat':
      return asked('/v1/chat/completions', { model: 'gpt-4o-mini', messages, stream });
    case 'messages': {
      const limited = { model: 'claude-sonnet-4-5', max_tokens: 500 };
      return asked('/v1/messages', { ...limited, messages, stream });
    }
    case 'responses':
      return asked('/v1/responses', { model: 'gpt-4o-mini', input: text, stream, store: false });
    case 'converse':
      return asked(`${model}/converse${stream ? '-stream' : ''}`, {
        messages: [{ role: 'user', content: [{ text }] }],
      });
    case 'invoke':
      return asked(`${model}/invoke${stream ? '-with-response-stream' : ''}`, {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 500,
        messages,
      });
  }
}

export function ask(site: GatewaySite, { path, body }: Question): Promise<Reply> {
  return site.post(path, body);
}

export function providerOf(site: GatewaySite, api: Api) {
  const { emulator, anthropic, bedrock } = site.control;
  if (api === 'messages') return anthropic;
  return api === 'converse' || api === 'invoke' ? bedrock : emulator;
}
