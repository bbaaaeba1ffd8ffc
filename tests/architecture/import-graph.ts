import { targetOf } from './import-table.ts';
import type { Source } from './source.ts';

/** For each file the files of ours that it loads; imports of types load nothing. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function importGraph(sources: readonly Source[]): ImportGraph {
  return new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter(({ form }) => form !== 'type')
        .map(({ specifier }) => targetOf(path, specifier))
        .filter((target) => target !== undefined),
    ]),
  );
}

/** Everything that is loaded when the given files are; `isReplaced` files are left out. */
export function reachableFrom(
  graph: ImportGraph,
  starts: readonly string[],
  isReplaced: (path: string) => boolean,
): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const path of reached) {
    for (const target of graph.get(path) ?? []) if (!isReplaced(target)) reached.add(target);
  }
  return reached;
}

/** Files that, through others, load themselves. */
export function cyclesIn(graph: ImportGraph): readonly string[] {
  return [...graph.keys()].filter((path) =>
    reachableFrom(graph, graph.get(path) ?? [], () => false).has(path),
  );
}
