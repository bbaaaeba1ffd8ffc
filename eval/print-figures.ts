import type { Change } from './baseline.ts';
import { type Figure, keyOf } from './figure.ts';
import type { Verdict } from './gates.ts';

/** Writes figures as one table for each set: subjects down, metrics across. */
export function printFigures(figures: readonly Figure[]): void {
  for (const set of new Set(figures.map((figure) => figure.set))) {
    console.log(`\n${set}`);
    printTable(figures.filter((figure) => figure.set === set));
  }
}

function printTable(figures: readonly Figure[]): void {
  const metrics = [...new Set(figures.map(({ metric }) => metric))];
  const subjects = [...new Set(figures.map(({ subject }) => subject))];
  const byKey = new Map(figures.map((figure) => [keyOf(figure), figure]));
  const set = figures[0]?.set;
  const rows = subjects.map((subject) => [
    subject,
    ...metrics.map((metric) => cellOf(byKey.get(`${set}/${subject}/${metric}`))),
  ]);
  const table = [['', ...metrics], ...rows];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table) {
    const cells = row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths?.[at] ?? 0) : cell.padStart(widths?.[at] ?? 0),
    );
    console.log(`  ${cells.join('  ')}`);
  }
}

function cellOf(figure: Figure | undefined): string {
  if (!figure) return '';
  const { value, low, high } = figure;
  const isShare = low !== undefined && high !== undefined;
  return isShare ? `${short(value)} [${short(low)}–${short(high)}]` : short(value);
}

function short(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3);
}

/** Writes which gates are kept, those that are not last. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
  if (verdicts.length === 0) return;
  console.log('\nGates');
  const failed = verdicts.filter(({ isKept }) => !isKept);
  for (const verdict of [...verdicts.filter(({ isKept }) => isKept), ...failed])
    console.log(`  ${lineOf(verdict)}`);
  console.log(`  ${verdicts.length - failed.length} of ${verdicts.length} kept`);
}

function lineOf({ gate, figure, isKept }: Verdict): string {
  const bound = gate.atLeast === undefined ? `≤ ${gate.atMost}` : `≥ ${gate.atLeast}`;
  return `${isKept ? 'kept  ' : 'FAILED'} ${keyOf(figure)} ${short(figure.value)} (${bound})`;
}

/** Writes what differs from the baseline, the worse first. */
export function printChanges(changes: readonly Change[]): void {
  for (const isWorse of [true, false]) {
    const list = changes.filter((change) => change.isWorse === isWorse);
    if (list.length > 0) console.log(`\n${isWorse ? 'Worse' : 'Better'} than the baseline`);
    for (const { key, before, after } of list)
      console.log(`  ${key} ${short(before)} → ${short(after)}`);
  }
}
