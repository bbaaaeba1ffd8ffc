/**
 * The formats in which clients ask and models answer: OpenAI's chat completions, Responses and embeddings, Anthropic's
 * Messages, Bedrock's Converse and InvokeModel. `opaque` is forwarded and audited, but not read.
 */
export type Wire =
  | 'chat'
  | 'responses'
  | 'embeddings'
  | 'messages'
  | 'converse'
  | 'invoke'
  | 'opaque';

/** The wires between which a conversation can be translated. */
export type ConversationWire = 'chat' | 'messages' | 'converse' | 'responses';
