import { compareRestores } from './restore/compare-restores.ts';

/**
 * Restores tokens in random answers, whole and cut at random: `npx tsx eval/restore-fuzz.ts [cases] [seed]`. Exit code 1 when
 * the caller would get anything but the values, or a stream holds back more than 40 characters.
 */
const [cases = '1000000', seed = '1'] = process.argv.slice(2);
const heldMax = 40;
const shownMax = 10;

const startedAt = performance.now();
const { bad, ...counts } = compareRestores(Number(cases), Number(seed));
const seconds = Number(((performance.now() - startedAt) / 1_000).toFixed(1));

for (const one of bad.slice(0, shownMax)) console.error(one);
console.log({ ...counts, bad: bad.length, seconds });
process.exitCode = bad.length === 0 && counts.heldMax <= heldMax ? 0 : 1;
