import { expect } from 'vitest';
import type { TypeFault } from './check-types.ts';

const bodyCharactersMax = 2_000;

/** Fails with the place of every fault, and one body that has it. */
export function expectNone(faults: readonly TypeFault[]): void {
  const report = new Map<string, string>();
  for (const { kind, check, message, source, body } of faults) {
    const shown = JSON.stringify(body).slice(0, bodyCharactersMax);
    report.set(`${kind} (${check}): ${message}`, `${source}\n${shown}`);
  }
  expect(Object.fromEntries(report)).toEqual({});
}
