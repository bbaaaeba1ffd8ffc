import type { Detectors } from '../inspection.ts';
import { everyPack } from '../packs/packs.ts';
import { disguisedProse, prose } from './prose.ts';
import { SampleValues } from './sample-values.ts';

/** So often every detector is asked in a prompt: the engine compiles what ran for some milliseconds. */
const rounds = 10;
/** Of so many rounds one holds what has to be read twice, which doubles its cost. */
const disguisedEvery = 4;
/** So many values follow each prompt. */
const valuesAlone = 12;
const promptLength = 2_048;

/**
 * Reads texts of our own that ask every detector of every pack, so that the first request of a process meets code that is
 * compiled already: fresh from a start, inspection takes many times as long. The same work each time, one text a step, in
 * between which the caller may let others go on.
 */
export function* warmUp({
  scan,
  findInjection,
}: Pick<Detectors, 'scan' | 'findInjection'>): Generator<number, void> {
  for (const text of warmUpTexts()) {
    scan(text);
    findInjection(text, 'user');
    yield text.length;
  }
}

/**
 * Prompts, and between them values by themselves, which begin and end where their text does: code that was compiled before it
 * met the end of a text is compiled again when it does.
 */
export function* warmUpTexts(): Generator<string, void> {
  const detectors = everyPack().flatMap((pack) => pack.detectors);
  const values = new SampleValues();
  let next = 0;
  for (let round = 0; round < rounds; round += 1) {
    const sentences = round % disguisedEvery === 0 ? [...prose, ...disguisedProse] : prose;
    const named = detectors.map((detector) => values.namedValueFor(detector));
    for (const prompt of promptsOf(spread(sentences, named))) {
      yield prompt;
      const asked = detectors.slice(next, next + valuesAlone);
      yield* asked.map((detector) => values.valueFor(detector));
      next = (next + valuesAlone) % detectors.length;
    }
  }
}

function* promptsOf(lines: readonly string[]): Generator<string, void> {
  let first = 0;
  let length = 0;
  for (const [at, line] of lines.entries()) {
    length += line.length + 1;
    if (length < promptLength) continue;
    yield lines.slice(first, at + 1).join('\n');
    first = at + 1;
    length = 0;
  }
  yield lines.slice(first).join('\n');
}

/** Sentences between values, where neither is far from the other. */
function spread(sentences: readonly string[], values: readonly string[]): readonly string[] {
  const step = Math.ceil(values.length / sentences.length);
  return sentences.flatMap((sentence, at) => [
    sentence,
    ...values.slice(at * step, (at + 1) * step),
  ]);
}
