import { tokenize } from '../../openai/tokens.ts';
import { type Fields, isStringArray } from '../../server/json.ts';
import { validation } from '../aws-failure.ts';
import { parseFields } from '../converse/converse-request.ts';
import type { Invocation } from './invocation.ts';

const TOKENS_DEFAULT = 512;

/** How a model that continues one text names things. */
type PromptDialect = {
  tokensMax: string;
  /** Members that the body may have besides the prompt and the limit. */
  others: readonly string[];
  whole(spoken: Spoken): Fields;
  /** The event of one piece; the last one says how it ended. */
  piece(text: string, spoken: Spoken, index: number): Fields;
};

type Spoken = { pieces: string[]; isCut: boolean; promptTokens: number };

/** Meta's dialect for Llama. */
export const llamaDialect: PromptDialect = {
  tokensMax: 'max_gen_len',
  others: ['temperature', 'top_p', 'images'],
  whole: ({ pieces, isCut, promptTokens }) => ({
    generation: pieces.join(''),
    prompt_token_count: promptTokens,
    generation_token_count: pieces.length,
    stop_reason: isCut ? 'length' : 'stop',
  }),
  piece: (generation, { pieces, isCut, promptTokens }, index) => ({
    generation,
    prompt_token_count: index === 0 ? promptTokens : null,
    generation_token_count: index + 1,
    stop_reason: index < pieces.length - 1 ? null : isCut ? 'length' : 'stop',
  }),
};

/** Mistral's. */
export const mistralDialect: PromptDialect = {
  tokensMax: 'max_tokens',
  others: ['temperature', 'top_p', 'top_k', 'stop'],
  whole: ({ pieces, isCut }) => ({
    outputs: [{ text: pieces.join(''), stop_reason: isCut ? 'length' : 'stop' }],
  }),
  piece: (text, { pieces, isCut }, index) => ({
    outputs: [{ text, stop_reason: index < pieces.length - 1 ? null : isCut ? 'length' : 'stop' }],
  }),
};

/** A model that continues one text. */
export function invokePrompt(dialect: PromptDialect, body: Buffer): Invocation {
  const fields = parseFields(body);
  checkKeys(dialect, fields);
  const { prompt, stop } = fields;
  const limit = fields[dialect.tokensMax];
  const text = `Echo: ${String(prompt)}`;
  const ends = (isStringArray(stop) ? stop : []).map((word) => text.indexOf(word));
  const end = Math.min(text.length, ...ends.filter((at) => at >= 0));
  const tokens = tokenize(text.slice(0, end));
  const tokensMax = typeof limit === 'number' ? limit : TOKENS_DEFAULT;
  const pieces = tokens.slice(0, tokensMax);
  const promptTokens = tokenize(String(prompt)).length;
  const spoken = { pieces, isCut: pieces.length < tokens.length, promptTokens };
  return {
    body: JSON.stringify(dialect.whole(spoken)),
    events: pieces.map((piece, index) => dialect.piece(piece, spoken, index)),
    spent: { input: promptTokens, output: pieces.length },
  };
}

function checkKeys({ tokensMax, others }: PromptDialect, fields: Fields): void {
  const known = ['prompt', tokensMax, ...others];
  const extraneous = Object.keys(fields).find((name) => !known.includes(name));
  const what =
    extraneous === undefined
      ? typeof fields['prompt'] !== 'string' && 'required key [prompt] not found'
      : `extraneous key [${extraneous}] is not permitted`;
  if (what === false) return;
  throw validation(
    `Malformed input request: #: ${what}, please reformat your input and try again.`,
  );
}
