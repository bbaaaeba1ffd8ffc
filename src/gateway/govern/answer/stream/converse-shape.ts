import { type Fields, isFields } from '../../../../domain/protocol/segments/segment.ts';
import { type EventShape, everyLane, noLane, numberOf, sameAgain, textOf } from './event-shape.ts';
import { textsOfEvent } from './event-texts.ts';

/** Messages of Bedrock ConverseStream. What the model thinks is signed, and stays as it is. */
export const converseShape: EventShape = {
  isNumbered: false,
  pieces: ({ delta, contentBlockIndex }, event) => {
    if (event !== 'contentBlockDelta' || !isFields(delta)) return [];
    const index = numberOf(contentBlockIndex);
    const text = textOf(delta['text']);
    if (text !== undefined) {
      const lane = { choice: 0, kind: 'text', index } as const;
      return [{ path: ['delta', 'text'], text, lane, content: 'text' }];
    }
    const thought = reasoningIn(delta)['text'];
    if (typeof thought === 'string') {
      const lane = { choice: 0, kind: 'reasoning', index } as const;
      const path = ['delta', 'reasoningContent', 'text'];
      return [{ path, text: thought, lane, content: 'text', isSigned: true }];
    }
    const input = isFields(delta['toolUse']) ? textOf(delta['toolUse']['input']) : undefined;
    if (input === undefined) return [];
    const lane = { choice: 0, kind: 'tool_arguments', index } as const;
    return [{ path: ['delta', 'toolUse', 'input'], text: input, lane, content: 'json' }];
  },
  wholes: (fields) => textsOfEvent(fields, { contents: [['delta'], ['start']] }),
  ends: ({ contentBlockIndex, delta }, event) => {
    const index = numberOf(contentBlockIndex);
    const isSignature = isFields(delta) && reasoningIn(delta)['signature'] !== undefined;
    if (event === 'contentBlockStop' || isSignature) return (lane) => lane.index === index;
    return event === 'messageStop' || event === 'metadata' ? everyLane : noLane;
  },
  notes: ({ start, stopReason, usage }) => {
    const call = isFields(start) && isFields(start['toolUse']) ? start['toolUse'] : {};
    const name = textOf(call['name']);
    return {
      finishReason: textOf(stopReason),
      outputTokens: isFields(usage) ? numberOf(usage['outputTokens']) : undefined,
      tools: name === undefined ? [] : [name],
    };
  },
  carry: sameAgain,
};

function reasoningIn({ reasoningContent }: Fields): Fields {
  return isFields(reasoningContent) ? reasoningContent : {};
}
