import type { Emission, Kind } from './check-types.ts';
import { masked } from './mask.ts';

/** One of each shape: what is left of many thousand bodies when everything that no schema cares about is the same. */
export function distinctShapes(emissions: readonly Emission[]): Emission[] {
  const shapes = new Map<string, Emission>();
  for (const emission of emissions) {
    const body = masked(emission.body);
    const key = `${emission.kind} ${JSON.stringify(body)}`;
    if (!shapes.has(key)) shapes.set(key, { ...emission, body });
  }
  return [...shapes.values()];
}

export function kindsOf(emissions: readonly Emission[]): Kind[] {
  return [...new Set(emissions.map(({ kind }) => kind))].toSorted();
}
