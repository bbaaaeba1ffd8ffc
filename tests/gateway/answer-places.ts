export type Api = 'chat' | 'responses' | 'messages' | 'converse';
/** The steps from an answer to one of its members. */
export type Place = readonly (string | number)[];

/** Where nothing may be changed: members that nobody knows, enumerations, names of tools and identifiers. */
const places: Readonly<Record<Api, Readonly<Record<'unary' | 'stream', readonly Place[]>>>> = {
  chat: {
    unary: [
      ['novelty'],
      ['id'],
      ['choices', 0, 'novelty'],
      ['choices', 0, 'finish_reason'],
      ['choices', 0, 'message', 'novelty'],
      ['choices', 0, 'message', 'tool_calls', 0, 'function', 'name'],
      ['choices', 0, 'message', 'tool_calls', 0, 'id'],
    ],
    stream: [
      [1, 'novelty'],
      [1, 'choices', 0, 'novelty'],
      [1, 'choices', 0, 'delta', 'novelty'],
      [2, 'choices', 0, 'delta', 'tool_calls', 0, 'function', 'name'],
      [2, 'choices', 0, 'delta', 'tool_calls', 0, 'id'],
      [3, 'choices', 0, 'finish_reason'],
    ],
  },
  responses: {
    unary: [
      ['novelty'],
      ['status'],
      ['output', 0, 'novelty'],
      ['output', 0, 'content', 0, 'novelty'],
      ['output', 1, 'name'],
      ['output', 1, 'call_id'],
    ],
    stream: [
      [3, 'novelty'],
      [1, 'item', 'novelty'],
      [5, 'part', 'novelty'],
      [7, 'item', 'name'],
      [10, 'item', 'call_id'],
      [11, 'response', 'novelty'],
    ],
  },
  messages: {
    unary: [
      ['novelty'],
      ['stop_reason'],
      ['content', 0, 'novelty'],
      ['content', 1, 'name'],
      ['content', 1, 'id'],
    ],
    stream: [
      [2, 'novelty'],
      [2, 'delta', 'novelty'],
      [4, 'content_block', 'name'],
      [4, 'content_block', 'id'],
      [7, 'delta', 'stop_reason'],
    ],
  },
  converse: {
    unary: [
      ['trace', 'novelty'],
      ['stopReason'],
      ['output', 'novelty'],
      ['output', 'message', 'content', 0, 'novelty'],
      ['output', 'message', 'content', 1, 'toolUse', 'name'],
      ['output', 'message', 'content', 1, 'toolUse', 'toolUseId'],
    ],
    stream: [
      [1, 'contentBlockDelta', 'novelty'],
      [1, 'contentBlockDelta', 'delta', 'novelty'],
      [3, 'contentBlockStart', 'start', 'toolUse', 'name'],
      [3, 'contentBlockStart', 'start', 'toolUse', 'toolUseId'],
      [6, 'messageStop', 'stopReason'],
      [7, 'metadata', 'trace', 'novelty'],
    ],
  },
};

export function placesIn(api: Api, stream: boolean): readonly Place[] {
  return places[api][stream ? 'stream' : 'unary'];
}
