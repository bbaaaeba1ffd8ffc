import { memberText, spliceMembers } from '../json-splice.ts';
import { parseJsonTree } from '../json-tree.ts';
import type { StreamFrame } from '../stream-frame.ts';

/**
 * A message of Claude at Bedrock, saying that the model answered which the client asked for. Claude Code takes thoughts of
 * a model by another name for somebody else's and leaves them out of the next request.
 * @param message JSON text of an Anthropic message
 * @throws SyntaxError for anything else
 */
export function nameModel(message: string, model: string): string {
  if (parseJsonTree(message).kind !== 'object') throw new SyntaxError('not an Anthropic message');
  return spliceMembers(message, { model: JSON.stringify(model) });
}

/** The same for an event of a stream: only the first one has the message. */
export function nameModelIn(event: StreamFrame, model: string): StreamFrame {
  if (event.event !== 'message_start') return event;
  const message = memberText(event.data, 'message');
  if (message?.startsWith('{') !== true) return event;
  return { ...event, data: spliceMembers(event.data, { message: nameModel(message, model) }) };
}
