import type { ModelAnswer } from '../answer.ts';
import { emitJson } from '../json-text.ts';
import type { AnswerWriter } from '../translator.ts';
import { writeStopReason } from './stop-reason.ts';
import { writeMessageUsage } from './usage.ts';
import { writeAnswerBlock, writeStopDetails } from './write-answer-block.ts';

/** Writes an answer as a message of Anthropic's Messages API. */
export const writeMessagesAnswer: AnswerWriter = (answer, frame) => {
  const refusal = refusalOf(answer);
  const reason = writeStopReason(answer.stop, refusal !== undefined);
  return emitJson({
    id: `msg_${frame.id}`,
    type: 'message',
    role: 'assistant',
    model: frame.model,
    content: answer.content
      .filter((block) => !('text' in block) || block.text !== '' || block.kind === 'reasoning')
      .map((block) => writeAnswerBlock(block, frame.toolNames)),
    stop_reason: reason,
    stop_sequence: answer.stopSequence ?? null,
    stop_details: writeStopDetails(reason === 'refusal', refusal),
    container: null,
    diagnostics: null,
    usage: writeMessageUsage(answer.usage),
  });
};

function refusalOf(answer: ModelAnswer): string | undefined {
  const texts = answer.content.flatMap((block) => (block.kind === 'refusal' ? [block.text] : []));
  return texts.length > 0 ? texts.join('') : undefined;
}
