import type { AnswerBlock, AnswerFrame, ModelAnswer } from '../answer.ts';
import { emitJson } from '../json-text.ts';
import type { AnswerWriter } from '../translator.ts';
import {
  describeItem,
  incompleteReason,
  itemId,
  type MessagePart,
  type OutputItem,
} from './output-item.ts';
import { describeResponse } from './response-object.ts';

/** Writes an answer as OpenAI's `POST /v1/responses` gives it. */
export const writeResponsesAnswer: AnswerWriter = (answer, frame) => {
  const items = outputItems(answer, frame);
  const isCut = incompleteReason(answer.stop) !== undefined;
  const output = items.map((item, index) => {
    const status = isCut && index === items.length - 1 ? 'incomplete' : 'completed';
    return describeItem(item, status, frame);
  });
  return emitJson(describeResponse(frame, { stop: answer.stop, output, usage: answer.usage }));
};

function outputItems(answer: ModelAnswer, frame: AnswerFrame): OutputItem[] {
  const items: OutputItem[] = [];
  for (const block of answer.content) addBlock(items, block, frame);
  if (needsMessage(items, answer.stop)) {
    const parts = [{ kind: 'text', text: '' }] as const;
    items.push({ kind: 'message', id: itemId('message', items.length, frame), parts });
  }
  return items;
}

/** Agents that get neither words nor calls ask the model again and again. */
export function needsMessage(
  items: readonly Pick<OutputItem, 'kind'>[],
  stop: ModelAnswer['stop'],
): boolean {
  return incompleteReason(stop) === undefined && items.every(({ kind }) => kind === 'reasoning');
}

function addBlock(items: OutputItem[], block: AnswerBlock, frame: AnswerFrame): void {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      if (block.text !== '') addPart(items, { kind: block.kind, text: block.text }, frame);
      break;
    case 'tool_call': {
      const call = { id: block.id, name: block.name, input: block.input.text };
      items.push({ kind: 'call', id: itemId('call', items.length, frame), call });
      break;
    }
    case 'reasoning':
      if (block.text === '' && block.signature === undefined) break;
      items.push(thoughtItem(items.length, block, frame));
      break;
    case 'redacted_reasoning':
      items.push(thoughtItem(items.length, block, frame));
  }
}

function thoughtItem(
  index: number,
  thought: Extract<OutputItem, { kind: 'reasoning' }>['thought'],
  frame: AnswerFrame,
): OutputItem {
  return { kind: 'reasoning', id: itemId('reasoning', index, frame), thought };
}

/** Texts that follow each other are parts of one message. */
function addPart(items: OutputItem[], part: MessagePart, frame: AnswerFrame): void {
  const last = items.at(-1);
  if (last?.kind === 'message') items.splice(-1, 1, { ...last, parts: [...last.parts, part] });
  else items.push({ kind: 'message', id: itemId('message', items.length, frame), parts: [part] });
}
