import type { AnswerBlock, ModelAnswer } from '../answer.ts';
import { parseJsonTree } from '../json-tree.ts';
import type { AnswerReader } from '../translator.ts';
import { itemsIn, objectIn, textIn } from './answer-members.ts';
import { readAnswerBlock, readRefusal } from './read-answer-block.ts';
import { readStopReason } from './stop-reason.ts';
import { UsageCount } from './usage.ts';

/** Reads a message of Anthropic's Messages API. */
export const readMessagesAnswer: AnswerReader = (body) => {
  const message = parseJsonTree(body);
  if (message.kind !== 'object' || message.members.get('content')?.kind !== 'array') {
    throw new SyntaxError('not a message: it has no content');
  }
  const model = textIn(message, 'model');
  const stopSequence = textIn(message, 'stop_sequence');
  const refusal = readRefusal(message);
  const count = new UsageCount();
  count.take(objectIn(message, 'usage'));
  const content = itemsIn(message, 'content').flatMap((node) => readAnswerBlock(node) ?? []);
  const refused: AnswerBlock[] = refusal === undefined ? [] : [{ kind: 'refusal', text: refusal }];
  return {
    ...(model !== undefined && { model }),
    content: [...content, ...refused],
    stop: readStopReason(textIn(message, 'stop_reason')),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(count.usage !== undefined && { usage: count.usage }),
  } satisfies ModelAnswer;
};
