import type { BinaryOperator } from './expression.ts';
import type { Macro } from './term.ts';

/** How strongly each operator binds its operands, weakest first. */
export const strengthOfOperator: ReadonlyMap<string, number> = new Map<BinaryOperator, number>([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 3],
  ['<=', 3],
  ['>', 3],
  ['>=', 3],
  ['in', 3],
  ['+', 4],
  ['-', 4],
  ['*', 5],
  ['/', 5],
  ['%', 5],
]);

export const macros: ReadonlyMap<string, Macro> = new Map([
  ['exists', 'exists'],
  ['all', 'all'],
  ['exists_one', 'exists_one'],
  ['existsOne', 'exists_one'],
  ['filter', 'filter'],
  ['map', 'map'],
]);

/** Words that are no names, not even of fields. */
export const literalWords = new Set(['true', 'false', 'null', 'in']);
/** Words that are no names of variables. */
export const reservedWords = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

export function isOperator(text: string): text is BinaryOperator {
  return strengthOfOperator.has(text);
}
