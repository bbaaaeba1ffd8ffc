import type { Endpoint } from '../../src/contract/endpoint.ts';
import type { Drive, Target } from './gate.ts';

/** Rows of the contract together with how they are driven, in the order of the drives. */
export function targetsOf<Name extends string>(
  rows: Readonly<Record<Name, Endpoint>>,
  drives: Readonly<Record<Name, Drive>>,
): Target[] {
  const endpoints: Readonly<Record<string, Endpoint>> = rows;
  const driven: [string, Drive][] = Object.entries(drives);
  return driven.flatMap(([name, drive]) => {
    const endpoint = endpoints[name];
    return endpoint === undefined ? [] : [{ name, endpoint, drive }];
  });
}

/** Rows that nothing drives, and drives of rows that are gone. The compiler says so too; a JavaScript caller would not hear it. */
export function undriven(rows: object, drives: object): string[] {
  return [
    ...Object.keys(rows).filter((name) => !Object.hasOwn(drives, name)),
    ...Object.keys(drives).filter((name) => !Object.hasOwn(rows, name)),
  ];
}
