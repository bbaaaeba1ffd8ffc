import { isFields } from '../../../../domain/protocol/segments/segment.ts';
import { type EventShape, everyLane, noLane, numberOf, textOf } from './event-shape.ts';

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
    const input = isFields(delta['toolUse']) ? textOf(delta['toolUse']['input']) : undefined;
    if (input === undefined) return [];
    const lane = { choice: 0, kind: 'tool_arguments', index } as const;
    return [{ path: ['delta', 'toolUse', 'input'], text: input, lane, content: 'json' }];
  },
  wholes: () => [],
  ends: ({ contentBlockIndex }, event) => {
    const index = numberOf(contentBlockIndex);
    if (event === 'contentBlockStop') return (lane) => lane.index === index;
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
  stale: () => [],
};
