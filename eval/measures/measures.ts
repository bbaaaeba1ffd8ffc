import { piiSets } from '../sets/pii-sets.ts';
import { disguisedMeasure } from './disguised.ts';
import { generatedMeasures } from './generated.ts';
import { harmlessMeasures } from './harmless.ts';
import { hostileMeasure } from './hostile.ts';
import { injectionMeasures } from './injection.ts';
import { measureLabelled } from './labelled.ts';
import type { Measure } from './measure.ts';
import { secretsMeasure } from './secrets.ts';
import { speedMeasure } from './speed.ts';
import { streamsMeasure } from './streams.ts';

/**
 * All there is to measure, or what begins with one of the names. Times come first, while little is in memory.
 * @throws RangeError when nothing begins with any of the names
 */
export function measuresNamed(names: readonly string[]): readonly Measure[] {
  const all = [
    speedMeasure,
    hostileMeasure,
    ...piiSets().map(measureLabelled),
    ...generatedMeasures,
    disguisedMeasure,
    secretsMeasure,
    streamsMeasure,
    ...harmlessMeasures,
    ...injectionMeasures,
  ];
  if (names.length === 0) return all;
  const named = all.filter((measure) => names.some((name) => measure.name.startsWith(name)));
  if (named.length === 0)
    throw new RangeError(`Nothing to measure but ${all.map(({ name }) => name).join(', ')}`);
  return named;
}
