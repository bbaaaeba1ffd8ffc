import type { Conversation, Turn } from '../conversation.ts';
import { type Emittable, emitJson } from '../json-text.ts';
import type { RequestWriter } from '../translator.ts';
import { arrangeConversation } from './arrange-conversation.ts';
import { CacheMarks } from './cache-marks.ts';
import { GivenNames } from './given-names.ts';
import { writeText } from './write-blocks.ts';
import { writeFormat } from './write-format.ts';
import {
  writeMaxTokens,
  writeMetadata,
  writeSampling,
  writeServiceTier,
  writeStop,
} from './write-settings.ts';
import { writeThinking } from './write-thinking.ts';
import { writeToolChoice, writeTools } from './write-tools.ts';
import { writeTurns } from './write-turns.ts';
import type { Writing } from './writing.ts';

const toolNameLengthMax = 128;
const systemBeta = 'mid-conversation-system-2026-04-07';

/**
 * Writes a request for Anthropic's Messages API, version 2023-06-01. It needs no beta, but for instructions between the
 * turns, which that version takes in no other way.
 */
export const writeMessagesRequest: RequestWriter = (asked, target, ledger) => {
  const { abilities } = target;
  const conversation = arrangeConversation(asked, { abilities, ledger });
  const marks = new CacheMarks(conversation, abilities, ledger);
  const use: Writing = { abilities, ledger, marks, toolNames: new GivenNames(toolNameLengthMax) };
  // In this order, since it is the order of the prompt in which cache marks are handed out.
  const tools = writeTools(conversation, use);
  const { format, instruction } = writeFormat(conversation, use);
  const system = writeSystem(conversation, instruction, use);
  const max_tokens = writeMaxTokens(conversation, use);
  const { thinking, effort, isOn } = writeThinking(conversation, max_tokens, use);
  const messages = writeTurns(conversation.turns, isOn, use);
  const body = emitJson({
    model: target.model,
    max_tokens,
    system,
    messages,
    tools,
    tool_choice: writeToolChoice(conversation, isOn, use),
    thinking,
    output_config: format === undefined && effort === undefined ? undefined : { effort, format },
    ...writeSampling(conversation, isOn, use),
    stop_sequences: writeStop(conversation, use),
    service_tier: writeServiceTier(conversation, use),
    metadata: writeMetadata(conversation, use),
    stream: conversation.isStream ? true : undefined,
  });
  const hasSystemTurns = conversation.turns.some(isSystem);
  return {
    body,
    toolNames: use.toolNames.renamed,
    ...(hasSystemTurns && { headers: { 'anthropic-beta': systemBeta } }),
  };
};

function isSystem({ role }: Turn): boolean {
  return role === 'system';
}

function writeSystem(
  conversation: Conversation,
  instruction: string | undefined,
  use: Writing,
): Emittable[] | undefined {
  const blocks = conversation.system.map((block) => writeText(block, use));
  if (instruction !== undefined) blocks.push({ type: 'text', text: instruction });
  return blocks.length > 0 ? blocks : undefined;
}
