import { nextStep } from '../adapters/kms/key-rotation.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { RotationState } from '../ports/key-registry.ts';

type Print = (line: string) => void;

const namesMax = 20;
const progressEveryMs = 1_000;

/** Where a rotation stands, for the operator. */
export function statusLines(state: RotationState): readonly string[] {
  const keys = state.keys.map(({ kekRef, state: is, rows }) => {
    const secrets = is === 'staged' ? 'wraps nothing yet' : `${rows} stored secrets`;
    return `${is.padEnd(12)} ${kekRef}  (${secrets})`;
  });
  const nodes = state.holders.map(
    ({ node, wrapsUnder, holds }) =>
      `node         ${node}  wraps under ${wrapsUnder}, holds ${holds.join(', ')}`,
  );
  return [...keys, ...nodes, `next: ${nextStep(state)}`];
}

/** Says how far long work is, once a second. */
export function progressOf(print: Print): Print {
  let saidAt = systemClock.monotonic();
  return (line) => {
    const now = systemClock.monotonic();
    if (now - saidAt < progressEveryMs) return;
    saidAt = now;
    print(line);
  };
}

/** Names, as many as one wants to read. */
export function listTo(print: Print, title: string, names: readonly string[]): void {
  if (names.length === 0) return;
  print(`${title} (${names.length}):`);
  for (const name of names.slice(0, namesMax)) print(`  ${name}`);
  if (names.length > namesMax) print(`  and ${names.length - namesMax} more`);
}
