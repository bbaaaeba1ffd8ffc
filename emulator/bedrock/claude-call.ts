import { answerMessage, type MessageAnswer } from '../anthropic/answer-message.ts';
import { ApiFailure } from '../anthropic/api-failure.ts';
import { readCountRequest } from '../anthropic/message-request.ts';
import { findModel } from '../anthropic/model-catalogue.ts';
import { countPromptTokens, type PromptCache } from '../anthropic/prompt-cache.ts';
import { type Fields, isFields, isStringArray } from '../server/json.ts';
import type { AwsFailure } from './aws-failure.ts';

// What AWS documents, and what Claude Code sends and is served with.
const knownBetas = new Set([
  'claude-code-20250219',
  'computer-use-2024-10-22',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dev-full-thinking-2025-05-14',
  'effort-2025-11-24',
  'fine-grained-tool-streaming-2025-05-14',
  'interleaved-thinking-2025-05-14',
  'output-128k-2025-02-19',
  'token-efficient-tools-2025-02-19',
  'tool-examples-2025-10-29',
  'tool-search-tool-2025-10-19',
]);
/** Here a matter of course: an effort, and system messages between the turns. */
const openToAll = ['effort-2025-11-24', 'mid-conversation-system-2026-04-07'];
const RESERVED = 'x-anthropic-billing-header';
// Claude Code leaves this part of its line out for Bedrock, and the line is taken then.
const ATTESTED = /^x-anthropic-billing-header:.* cch=/;

export type ClaudeCall = {
  modelId: string;
  betas: readonly string[];
  promptCache: PromptCache;
  /** How the operation puts a refusal by the model. */
  refusal: (message: string) => AwsFailure;
};

/** What Claude says to a body of its own dialect, with Bedrock's refusals in place of Anthropic's. */
export function callClaude(fields: Fields, call: ClaudeCall): MessageAnswer {
  const { betas, refusal } = call;
  if (betas.some((beta) => !knownBetas.has(beta))) throw refusal('invalid beta flag');
  if (systemTexts(fields).some((text) => ATTESTED.test(text))) {
    throw refusal(`${RESERVED} is a reserved keyword and may not be used in the system prompt.`);
  }
  return refusing(refusal, () =>
    answerMessage(
      { ...fields, model: call.modelId },
      {
        version: '2023-06-01',
        betas: [...betas, ...openToAll],
        streaming: true,
        promptCache: call.promptCache,
      },
    ),
  );
}

/** The number of tokens of a body of Claude's own dialect. */
export function countClaude(fields: Fields, { modelId, betas, refusal }: ClaudeCall): number {
  return refusing(refusal, () => {
    const dialect = { version: '2023-06-01' as const, betas: new Set([...betas, ...openToAll]) };
    const request = readCountRequest({ ...fields, model: modelId }, dialect, findModel);
    return countPromptTokens(request.fields);
  });
}

/** The opt-ins that stand in the body, where Bedrock wants them; undefined when they are no list of names. */
export function readBetas(value: unknown): string[] | undefined {
  if (value === undefined) return [];
  return isStringArray(value) ? value : undefined;
}

// Anthropic's refusals are passed on as Bedrock words them.
function refusing<Result>(refusal: ClaudeCall['refusal'], act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiFailure) throw refusal(error.message);
    throw error;
  }
}

function systemTexts({ system }: Fields): string[] {
  if (typeof system === 'string') return [system];
  const blocks: unknown[] = Array.isArray(system) ? system : [];
  return blocks.map((block) => (isFields(block) ? String(block['text'] ?? '') : ''));
}
