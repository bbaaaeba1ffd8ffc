import { LaneRestorer } from '../../src/domain/inspection/stream/lane-restorer.ts';
import { restoreJsonText, restoreText } from '../../src/domain/inspection/tokens/restore.ts';
import { type Random, randomFrom } from '../policy/random.ts';
import { type RandomAnswer, randomJson, randomText } from './random-answer.ts';

export interface RestoreComparison {
  readonly cases: number;
  readonly tokens: number;
  readonly heldMax: number;
  /** What was written, expected and got, for the first few. */
  readonly bad: readonly string[];
}

const badMax = 100;

/** Restores random answers whole and cut at random, as text and as the arguments of a tool. */
export function compareRestores(cases: number, seed: number): RestoreComparison {
  const random = randomFrom(seed);
  const bad: string[] = [];
  let tokens = 0;
  let heldMax = 0;
  for (let count = 0; count < cases && bad.length < badMax; count += 1) {
    const compared = compareOne(random);
    tokens += compared.restored;
    heldMax = Math.max(heldMax, compared.heldMax);
    if (compared.problem !== undefined) bad.push(compared.problem);
  }
  return { cases, tokens, heldMax, bad };
}

function compareOne(random: Random) {
  const content = random.chance(0.5) ? 'text' : 'json';
  const answer = content === 'text' ? randomText(random) : randomJson(random);
  const whole = (content === 'text' ? restoreText : restoreJsonText)(answer.written, answer);
  const restorer = new LaneRestorer(content, answer);
  const { text, heldMax } = restoreStreamed(restorer, answer, random);
  const isGood =
    whole.text === answer.restored &&
    text === answer.restored &&
    restorer.restored === whole.restored &&
    restorer.unknownTokens === whole.unknownTokens;
  const { written, restored: expected } = answer;
  const problem = isGood
    ? undefined
    : JSON.stringify({ written, expected, whole: whole.text, text });
  return { restored: whole.restored, heldMax, problem };
}

function restoreStreamed(restorer: LaneRestorer, { written }: RandomAnswer, random: Random) {
  const longest = random.pick([1, 3, 8, 40]);
  let text = '';
  let heldMax = 0;
  for (let at = 0; at < written.length; ) {
    const end = at + 1 + random.below(longest);
    text += restorer.push(written.slice(at, end));
    heldMax = Math.max(heldMax, restorer.heldLength);
    at = end;
  }
  return { text: text + restorer.flush(), heldMax };
}
