import type { Type } from './type.ts';

/** What people write who know another language, and how it is written here. */
const words: Readonly<Record<string, string>> = {
  and: 'and is &&',
  or: 'or is ||',
  not: 'not is !',
  is: 'comparison is ==',
  eq: 'comparison is ==',
  like: 'shapes are asked with glob(text, "a*")',
};

const functions: Readonly<Record<string, string>> = {
  includes: 'write text.contains(text), or "element" in list',
  has: 'write "element" in list',
  indexOf: 'write text.contains(text), or "element" in list',
  len: 'write size(x)',
  length: 'write size(x)',
  lower: 'write text.lowerAscii()',
  toLowerCase: 'write text.lowerAscii()',
  match: 'write text.matches("pattern")',
  regex: 'write text.matches("pattern")',
  int: 'there are no conversions',
  string: 'there are no conversions',
  double: 'there are no conversions',
  now: 'ask time.hour, time.weekday or time.within("calendar")',
};

const content = new Set(['prompt', 'content', 'text', 'body', 'input', 'output', 'message']);

/** Each begins with a colon, so that it can follow what is wrong; empty where there is nothing to say. */
export function wordHint(word: string): string {
  return hintIn(words, word);
}

export function functionHint(name: string): string {
  return hintIn(functions, name);
}

export function fieldHint(field: string): string {
  if (field === 'length' || field === 'size') return ': write size(x)';
  return content.has(field)
    ? ': no variable holds a text; pii and risk say what was found in it'
    : '';
}

function hintIn(table: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(table, name) ? `: ${table[name]}` : '';
}

const elementHint = ': write "element" in list';
const numeralHint = ': a number stands without quotes';
const chainHint = ': write a < b && b < c';

/** By the kinds of the two sides, in alphabetical order. */
const equalityHints: Readonly<Record<string, string>> = {
  'list string': elementHint,
  'int string': numeralHint,
  'double string': numeralHint,
};
const orderHints = { ...equalityHints, 'bool int': chainHint, 'bool double': chainHint };

const hintsByOperator: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '==': equalityHints,
  '!=': equalityHints,
  '<': orderHints,
  '<=': orderHints,
  '>': orderHints,
  '>=': orderHints,
  '+': { 'string string': ': texts are not put together' },
  in: { 'string string': ': write ==, or a list, ["a", "b"]' },
};

/** Why an operator is not defined for its two sides. */
export function operatorHint(operator: string, left: Type, right: Type): string {
  return hintsByOperator[operator]?.[[left.kind, right.kind].sort().join(' ')] ?? '';
}
