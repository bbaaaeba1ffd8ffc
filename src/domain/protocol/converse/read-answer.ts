import { MonagoError } from '../../errors.ts';
import type { AnswerBlock, ModelAnswer } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';
import type { AnswerReader } from '../translator.ts';
import { items, member, text } from './answer-json.ts';
import { isBroken, readStopReason } from './stop-reason.ts';
import { readUsage } from './token-usage.ts';

/**
 * Reads the answer of Converse.
 * @throws MonagoError `upstream_broken` where Bedrock says that the model's output could not be read
 */
export const readConverseAnswer: AnswerReader = (body: string): ModelAnswer => {
  const answer = parseJsonTree(body);
  const content = member(member(member(answer, 'output'), 'message'), 'content');
  if (content?.kind !== 'array') throw new SyntaxError('not an answer of Converse');
  const reason = text(member(answer, 'stopReason'));
  if (isBroken(reason))
    throw new MonagoError('upstream_broken', { internal: `stopReason ${reason}` });
  const usage = readUsage(member(answer, 'usage'));
  const stopSequence = readStopSequence(answer);
  return {
    content: items(content).flatMap(readBlock),
    stop: readStopReason(reason),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(usage && { usage }),
  };
};

/** Where it was asked for by its path, which differs between the models. */
export function readStopSequence(holder: JsonNode): string | undefined {
  const fields = member(holder, 'additionalModelResponseFields');
  const delta = member(fields, 'delta');
  return text(member(fields, 'stop_sequence')) ?? text(member(delta, 'stop_sequence'));
}

function readBlock(block: JsonNode): AnswerBlock[] {
  const said = text(member(block, 'text')) ?? citedText(member(block, 'citationsContent'));
  if (said !== undefined) return said === '' ? [] : [{ kind: 'text', text: said }];
  const call = member(block, 'toolUse');
  if (call !== undefined) return isServerTool(call) ? [] : [readCall(call)];
  const reasoning = member(block, 'reasoningContent');
  return reasoning === undefined ? [] : readReasoning(reasoning);
}

/** Tools that Bedrock runs itself: the client is not asked for a result. */
export function isServerTool(call: JsonNode | undefined): boolean {
  return text(member(call, 'type')) === 'server_tool_use';
}

function readCall(call: JsonNode): AnswerBlock {
  const input = member(call, 'input');
  return {
    kind: 'tool_call',
    id: text(member(call, 'toolUseId')) ?? '',
    name: text(member(call, 'name')) ?? '',
    input: new RawJson(input?.kind === 'object' ? input.raw : '{}'),
  };
}

function readReasoning(reasoning: JsonNode): AnswerBlock[] {
  const data = text(member(reasoning, 'redactedContent'));
  if (data !== undefined) return [{ kind: 'redacted_reasoning', data }];
  const thought = member(reasoning, 'reasoningText');
  const signature = text(member(thought, 'signature'));
  const words = text(member(thought, 'text')) ?? '';
  if (words === '' && signature === undefined) return [];
  return [{ kind: 'reasoning', text: words, ...(signature !== undefined && { signature }) }];
}

function citedText(cited: JsonNode | undefined): string | undefined {
  if (cited === undefined) return undefined;
  return items(member(cited, 'content'))
    .map((part) => text(member(part, 'text')) ?? '')
    .join('');
}
