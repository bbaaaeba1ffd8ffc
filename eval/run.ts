import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { measureLabelled } from './measures/labelled.ts';
import type { Measure } from './measures/measure.ts';
import { printFigures } from './print-figures.ts';
import { piiSets } from './sets/pii-sets.ts';

const { values: options } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

const measures: readonly Measure[] = [...piiSets().map(measureLabelled)];

const wanted = measures.filter(
  ({ name }) => options.set.length === 0 || options.set.some((one) => name.startsWith(one)),
);
const figures: Figure[] = [];
for (const measure of wanted) {
  const measured = measure.run({ isQuick: options.quick });
  figures.push(...measured.figures);
}
printFigures(figures);
