import type { TextRole } from '../text-role.ts';
import { findDisguises } from './disguises.ts';
import { findInvisible } from './find-invisible.ts';
import { findMarks } from './find-marks.ts';
import { findPhrases } from './find-phrases.ts';
import type { InjectionSignal, InjectionSignalName } from './injection-signal.ts';
import { confidenceOf, judgeLanguage } from './language-model.ts';
import { readWords, type Words } from './read-words.ts';
import { signalPoints } from './signal-points.ts';

/** What was found, before its points are known. UTF-16 code units, half-open. */
interface Clue {
  readonly signal: InjectionSignalName;
  readonly confidence: number;
  readonly start: number;
  readonly end: number;
}

/** In percent. Who has to give instructions is believed sooner, what only brings data never has a reason to. */
const roleWeight: Readonly<Record<TextRole, number>> = {
  system: 50,
  user: 100,
  assistant: 100,
  tool: 130,
};

/**
 * Reasons to suspect that a text attacks, each kind once and where it is surest, most points first. Takes time linear in the
 * text and never throws. Texts that attack in words of their own are missed: no signal does not mean that a text is safe.
 */
export function injectionSignals(text: string, where: TextRole): readonly InjectionSignal[] {
  const words = readWords(text);
  const clues: readonly Clue[] = [
    ...phraseClues(words),
    ...findMarks(text),
    ...invisibleClues(text),
    ...languageClues(words),
    ...disguisedClues(text, words),
  ];
  return isFaint(clues) ? [] : signalsOf(clues, where);
}

// In percent. Below, the language alone flags nothing, and would only make a few points of every greeting.
const aloneFrom = 66;

/** Nothing, or next to nothing, which is what most texts say. */
function isFaint([only, ...others]: readonly Clue[]): boolean {
  if (others.length > 0) return false;
  return !only || (only.signal === 'language_model' && only.confidence < aloneFrom);
}

function signalsOf(clues: readonly Clue[], where: TextRole): readonly InjectionSignal[] {
  const best = new Map<InjectionSignalName, Clue>();
  for (const clue of clues) {
    if (clue.confidence > (best.get(clue.signal)?.confidence ?? 0)) best.set(clue.signal, clue);
  }
  return [...best.values()]
    .map((clue) => toSignal(clue, where))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.name < b.name ? -1 : 1));
}

function phraseClues(words: Words): readonly Clue[] {
  return findPhrases(words).map(({ signal, confidence, first, last }) => ({
    signal,
    confidence,
    start: words.start(first),
    end: words.end(last),
  }));
}

/** Less sure phrases stand in many a link or file name. */
const disguisedFrom = 60;
const disguiseConfidence = 80;

/** Comes last: the words of a text are gone once a disguise is read. */
function disguisedClues(text: string, words: Words): readonly Clue[] {
  return findDisguises(text, words).flatMap(({ text: plain, start, end }) => {
    const clues = findPhrases(readWords(plain))
      .filter(({ confidence }) => confidence >= disguisedFrom)
      .map(({ signal, confidence }): Clue => ({ signal, confidence, start, end }));
    const disguise: Clue = { signal: 'encoding', confidence: disguiseConfidence, start, end };
    return clues.length === 0 ? [] : [...clues, disguise];
  });
}

function invisibleClues(text: string): readonly Clue[] {
  const found = findInvisible(text);
  return found === undefined ? [] : [{ signal: 'invisible_characters', ...found }];
}

function languageClues(words: Words): readonly Clue[] {
  const match = judgeLanguage(words);
  if (match === undefined) return [];
  const confidence = confidenceOf(match.logit);
  const [start, end] = [words.start(match.first), words.end(match.last)];
  return [{ signal: 'language_model', confidence, start, end }];
}

function toSignal({ signal, confidence, start, end }: Clue, where: TextRole): InjectionSignal {
  const whole = (signalPoints[signal] * confidence * roleWeight[where]) / 10_000;
  return { name: signal, points: Math.min(100, Math.round(whole)), start, end, confidence };
}
