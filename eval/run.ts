import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { generatedMeasures } from './measures/generated.ts';
import { measureLabelled } from './measures/labelled.ts';
import type { Measure } from './measures/measure.ts';
import { printFigures } from './print-figures.ts';
import { piiSets } from './sets/pii-sets.ts';
import { type SetErrors, writeErrors } from './write-errors.ts';

const { values: options } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    errors: { type: 'string' },
  },
});

const measures: readonly Measure[] = [...piiSets().map(measureLabelled), ...generatedMeasures];

const wanted = measures.filter(
  ({ name }) => options.set.length === 0 || options.set.some((one) => name.startsWith(one)),
);
const figures: Figure[] = [];
const errors: SetErrors[] = [];
for (const measure of wanted) {
  const measured = measure.run({ isQuick: options.quick });
  figures.push(...measured.figures);
  errors.push({ set: measure.name, errors: measured.errors ?? [] });
}
printFigures(figures);
if (options.errors !== undefined) writeErrors(options.errors, errors);
