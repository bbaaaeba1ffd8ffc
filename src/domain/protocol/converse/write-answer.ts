import type { AnswerBlock, AnswerFrame, ModelAnswer } from '../answer.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { AnswerWriter } from '../translator.ts';
import { writeStopReason } from './stop-reason.ts';
import { toBase64 } from './to-base64.ts';
import { writeUsage } from './token-usage.ts';

/** Writes an answer as Converse gives it. */
export const writeConverseAnswer: AnswerWriter = (answer: ModelAnswer, frame: AnswerFrame) =>
  emitJson({
    metrics: { latencyMs: frame.latencyMs?.() ?? 0 },
    output: {
      message: {
        content: answer.content.map((block) => writeBlock(block, frame)),
        role: 'assistant',
      },
    },
    stopReason: writeStopReason(answer.stop),
    additionalModelResponseFields: writeStopSequence(answer.stopSequence),
    usage: writeUsage(answer.usage ?? { input: 0, output: 0 }),
  });

/** Undefined where no stop sequence ended the answer. */
export function writeStopSequence(stopSequence: string | undefined): Emittable | undefined {
  return stopSequence === undefined ? undefined : { stop_sequence: stopSequence };
}

function writeBlock(block: AnswerBlock, frame: AnswerFrame): Emittable {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return { text: block.text };
    case 'tool_call': {
      const name = frame.toolNames.get(block.name) ?? block.name;
      return { toolUse: { toolUseId: block.id, name, input: block.input } };
    }
    case 'reasoning':
      return {
        reasoningContent: { reasoningText: { text: block.text, signature: block.signature } },
      };
    case 'redacted_reasoning':
      return { reasoningContent: { redactedContent: toBase64(block.data) } };
  }
}
