import type { GoldSpan, LabelledDocument } from './labelled-set.ts';

/** No space stands before these in print, nor after those. */
const closing = /^[.,;:!?)\]}%…]+$/u;
const opening = /^[([{]$/u;

interface Token {
  readonly word: string;
  readonly tag: string;
}

/** Reads texts of one token a line with its tag last (`B-PER`, `I-PER`, `O`) and an empty line after each sentence. */
export function readConll(text: string): readonly LabelledDocument[] {
  const sentences = text.replace(/^\ufeff/u, '').split(/\r?\n\s*\r?\n/u);
  return sentences
    .map(readTokens)
    .filter((tokens) => tokens.length > 0)
    .map(writeSentence);
}

function readTokens(sentence: string): readonly Token[] {
  return sentence.split(/\r?\n/u).flatMap((line) => {
    const columns = line.trim().split(/\s+/u);
    const [word, tag] = [columns[0], columns.at(-1)];
    return word && tag && columns.length > 1 ? [{ word, tag }] : [];
  });
}

/** Puts tokens together as they would have been written, since detectors read text and not tokens. */
function writeSentence(tokens: readonly Token[]): LabelledDocument {
  let text = '';
  const spans: GoldSpan[] = [];
  let isTight = true;
  for (const { word, tag } of tokens) {
    if (!isTight && !closing.test(word)) text += ' ';
    const start = text.length;
    text += word;
    isTight = opening.test(word);
    const label = tag.slice(2);
    const last = spans.at(-1);
    const isMore = tag.startsWith('I-') && last?.label === label && start - last.end <= 1;
    if (isMore) spans[spans.length - 1] = { ...last, end: text.length };
    else if (label) spans.push({ label, start, end: text.length });
  }
  return { text, spans };
}
