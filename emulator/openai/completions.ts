import { newIdentifier } from '../server/identifier.ts';
import type { Fields } from '../server/json.ts';
import { isStringArray } from '../server/json.ts';
import { jsonReply, type Reply } from '../server/reply.ts';
import { limitText } from './answer.ts';
import { missingParameter, readNumber, readStop, readStream } from './parameters.ts';
import { modelHeaders } from './provider-headers.ts';
import { readModel, readRequestBody } from './request-body.ts';
import { dataEvent, doneEvent, failureEvent } from './sse.ts';
import { tokenize } from './tokens.ts';

const DEFAULT_TOKENS = 16;

type TextChoice = { pieces: string[]; finishReason: string };

/** `POST /v1/completions`, the legacy text endpoint: every prompt is continued with itself. */
export function completions(body: Buffer): Reply {
  const fields = readRequestBody(body);
  const model = readModel(fields, 'completion');
  const prompts = readPrompts(fields);
  const { stream, includeUsage } = readStream(fields);
  const choices = continuations(fields, prompts);
  const promptTokens = prompts.reduce((sum, prompt) => sum + tokenize(prompt).length, 0);
  const completionTokens = choices.reduce((sum, choice) => sum + choice.pieces.length, 0);
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
  const head = {
    id: newIdentifier('cmpl-', 29),
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model: model.snapshot,
  };
  const headersFor = (contentType: string) => ({
    ...modelHeaders(contentType, promptTokens, model.snapshot),
    'cache-control': 'no-cache, must-revalidate',
  });
  if (stream) {
    const chunk = (parts: unknown[], counted: unknown) =>
      dataEvent({ ...head, choices: parts, ...(includeUsage ? { usage: counted } : {}) });
    const frames = choices.flatMap(textEvents).map((event) => chunk([event], null));
    if (includeUsage) frames.push(chunk([], usage));
    const headers = headersFor('text/event-stream');
    return { status: 200, headers, frames: [...frames, doneEvent], errorFrame: failureEvent };
  }
  const parts = choices.map(({ pieces, finishReason }, index) =>
    textChoice({ text: pieces.join(''), index, finishReason }),
  );
  const headers = headersFor('application/json');
  return jsonReply(200, { ...head, choices: parts, usage }, { headers, indent: 2 });
}

function continuations(fields: Fields, prompts: string[]): TextChoice[] {
  const copies = readNumber(fields, { name: 'n', min: 1, max: 128, integer: true }) ?? 1;
  const limit = { name: 'max_tokens', min: 0, max: 1_000_000, integer: true };
  const limits = { stop: readStop(fields), tokensMax: readNumber(fields, limit) ?? DEFAULT_TOKENS };
  readNumber(fields, { name: 'temperature', min: 0, max: 2, integer: false });
  return prompts.flatMap((prompt) =>
    Array.from({ length: copies }, () => limitText(` ${prompt}`, limits)),
  );
}

// The last piece carries the reason, unlike in chat, where a chunk of its own does.
function textEvents(choice: TextChoice, index: number): unknown[] {
  const pieces = choice.pieces.length > 0 ? choice.pieces : [''];
  return pieces.map((text, at) =>
    textChoice({
      text,
      index,
      finishReason: at === pieces.length - 1 ? choice.finishReason : null,
    }),
  );
}

function textChoice(choice: { text: string; index: number; finishReason: string | null }) {
  const { text, index, finishReason } = choice;
  return { text, index, logprobs: null, finish_reason: finishReason };
}

function readPrompts(fields: Fields): string[] {
  const prompt = fields['prompt'] ?? undefined;
  if (typeof prompt === 'string') return [prompt];
  if (isStringArray(prompt)) return prompt;
  if (!Array.isArray(prompt)) throw missingParameter('prompt');
  const batches = prompt.every((item) => Array.isArray(item)) ? prompt : [prompt];
  return batches.map((tokens) => `tokens ${JSON.stringify(tokens)}`);
}
