import { createHash } from 'node:crypto';
import { tokenize } from '../../openai/tokens.ts';
import { validation } from '../aws-failure.ts';
import { parseFields } from '../converse/converse-request.ts';
import type { Invocation } from './invocation.ts';

const DIMENSIONS = [1024, 512, 256];
const DIGITS = 8;

/** Titan's embeddings: equal texts get equal unit vectors; nearness means nothing. */
export function invokeTitanEmbeddings(body: Buffer): Invocation {
  const { inputText, dimensions = DIMENSIONS[0], ...rest } = parseFields(body);
  const extraneous = Object.keys(rest).find(
    (name) => name !== 'normalize' && name !== 'embeddingTypes',
  );
  if (extraneous !== undefined) throw malformed(`extraneous key [${extraneous}] is not permitted`);
  if (typeof inputText !== 'string') throw malformed('required key [inputText] not found');
  if (typeof dimensions !== 'number' || !DIMENSIONS.includes(dimensions)) {
    throw malformed(`/dimensions: ${String(dimensions)} is not a valid enum value`);
  }
  const embedding = unitVector(inputText, dimensions);
  const inputTextTokenCount = Math.max(1, tokenize(inputText).length);
  return {
    body: JSON.stringify({
      embedding,
      embeddingsByType: { float: embedding },
      inputTextTokenCount,
    }),
    events: undefined,
    spent: { input: inputTextTokenCount, output: 0 },
  };
}

function unitVector(text: string, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, (_, index) => {
    const digest = createHash('sha256').update(`${index}:${text}`).digest();
    return digest.readInt32BE(0) / 2 ** 31;
  });
  const length = Math.hypot(...values);
  return values.map((value) => Number((value / length).toFixed(DIGITS)));
}

function malformed(what: string) {
  return validation(
    `Malformed input request: #: ${what}, please reformat your input and try again.`,
  );
}
