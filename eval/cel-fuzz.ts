import { compareWithCel } from './policy/compare-with-cel.ts';

/**
 * Compares conditions with `@bufbuild/cel`: `npx tsx eval/cel-fuzz.ts [cases] [seed]`. Exit code 1 when the two disagree about
 * any of them.
 */
const [cases = '100000', seed = '1'] = process.argv.slice(2);
const shownMax = 10;

const startedAt = performance.now();
const { differences, ...counts } = compareWithCel(Number(cases), Number(seed));
const seconds = Number(((performance.now() - startedAt) / 1_000).toFixed(1));

for (const difference of differences.slice(0, shownMax)) console.error(difference);
console.log({ ...counts, differences: differences.length, seconds });
process.exitCode = differences.length === 0 ? 0 : 1;
