import { parseArgs } from 'node:util';
import { changesSince, recordBaseline } from './baseline.ts';
import { type Figure, keyOf } from './figure.ts';
import { judge } from './gates.ts';
import { measuresNamed } from './measures/measures.ts';
import { printChanges, printFigures, printVerdicts } from './print-figures.ts';
import { warmUpAsGateway } from './scan.ts';
import { isDataPresent } from './sets/data-folder.ts';
import { type SetErrors, writeErrors } from './write-errors.ts';

/**
 * Measures inspection: `npx tsx eval/run.ts [--set name]… [--quick] [--json] [--errors file] [--record]`. Ends with 1 when a
 * gate is not kept, and else with 2 when the third-party sets are absent. `--record` makes the figures the baseline.
 */
const { values: options } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    errors: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
});

const warmUp = warmUpAsGateway();
const figures: Figure[] = [];
const errors: SetErrors[] = [];
for (const measure of measuresNamed(options.set)) {
  const measured = measure.run({ isQuick: options.quick });
  figures.push(...measured.figures);
  errors.push({ set: measure.name, errors: measured.errors ?? [] });
}

const verdicts = judge(figures);
if (options.json) printJson();
else printText();
if (options.errors !== undefined) writeErrors(options.errors, errors);
if (options.record) recordBaseline(figures);
process.exitCode = exitCode();

function printJson(): void {
  const failed = verdicts.filter(({ isKept }) => !isKept).map(({ figure }) => keyOf(figure));
  const changes = options.quick ? [] : changesSince(figures);
  console.log(JSON.stringify({ figures, failed, changes, warmUp, isDataPresent }, null, 2));
}

function printText(): void {
  console.log(
    `Times are processor time, after the warm-up that the gateway does at start: ${warmUp.kilobytes} KB in ${warmUp.ms} ms.`,
  );
  printFigures(figures);
  printVerdicts(verdicts);
  // A part of the documents is another set than all of them.
  if (!options.quick) printChanges(changesSince(figures));
  if (!isDataPresent) {
    console.log('\nThe third-party sets (../shared/data) are absent: only our own were measured.');
  }
}

function exitCode(): number {
  if (verdicts.some(({ isKept }) => !isKept)) return 1;
  return isDataPresent ? 0 : 2;
}
