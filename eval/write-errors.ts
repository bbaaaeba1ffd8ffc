import { writeFileSync } from 'node:fs';
import type { SpanError } from './metrics/score-spans.ts';

const [classesMax, examplesMax] = [12, 6];

export interface SetErrors {
  readonly set: string;
  readonly errors: readonly SpanError[];
}

/** Writes the most frequent kinds of errors of each set, as shapes: nothing of a third party's text leaves its folder whole. */
export function writeErrors(path: string, sets: readonly SetErrors[]): void {
  const parts = sets.filter(({ errors }) => errors.length > 0).map(describeSet);
  writeFileSync(path, `# Errors by the strict measure\n\n${parts.join('\n')}`);
}

function describeSet({ set, errors }: SetErrors): string {
  const byClass = grouped(errors, ({ kind, label }) => `${kind} ${label}`).slice(0, classesMax);
  const lines = byClass.flatMap(([name, list]) => {
    const shapes = grouped(list, shapeOf).slice(0, examplesMax);
    return [
      `- **${name}** ${list.length}`,
      ...shapes.map(([shape, same]) => `  - ${same.length} × \`${shape}\``),
    ];
  });
  return `## ${set} (${errors.length})\n\n${lines.join('\n')}\n`;
}

/** Groups, the largest first. */
function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** The value with letters and digits made alike, between the word before and the word after. */
function shapeOf({ text, start, end }: SpanError): string {
  const before = /\S*\s*$/u.exec(text.slice(Math.max(0, start - 24), start))?.[0] ?? '';
  const after = /^\s*\S*/u.exec(text.slice(end, end + 24))?.[0] ?? '';
  return `${maskDigits(before)}⟦${shaped(text.slice(start, end))}⟧${maskDigits(after)}`.replace(
    /[\s`]+/gu,
    ' ',
  );
}

function shaped(value: string): string {
  return value
    .replace(/\d/gu, '9')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/[\p{Ll}\p{Lo}]/gu, 'x');
}

function maskDigits(text: string): string {
  return text.replace(/\d/gu, '9');
}
