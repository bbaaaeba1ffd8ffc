import { randomFrom } from '../policy/random.ts';

/** Ways to write a value so that a model still reads it and a pattern may not; the same value always comes out alike. */
export const disguises: Readonly<Record<string, (value: string) => string>> = {
  'look-alike letters': (value) => replaceUnits(value, lookAlikes),
  'full-width digits': (value) => shiftDigits(value, 0xff10),
  'Arabic digits': (value) => shiftDigits(value, 0x0660),
  'mathematical letters': (value) =>
    value.replace(/[a-z]/gu, (unit) => String.fromCodePoint(0x1d41a + unit.charCodeAt(0) - 0x61)),
  'zero-width spaces': (value) => Array.from(value).join('\u200b'),
  'soft hyphens': (value) => value.replace(/(..)(?=.)/gu, '$1\u00ad'),
  'non-breaking spaces': (value) => value.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011'),
  'right-to-left override': (value) => `\u202e${value}\u202c`,
  'percent encoding': (value) => encodeURIComponent(value),
  'JSON escapes': (value) => value.replace(/[@.-]/gu, (unit) => `\\u00${hex(unit)}`),
  'HTML entities': (value) => value.replace(/[@.-]/gu, (unit) => `&#${unit.charCodeAt(0)};`),
  Base64: (value) => base64Of(sentenceWith(value)),
  'percent encoding twice': (value) => percentOf(percentOf(value)),
  'percent-encoded JSON escapes': (value) =>
    encodeURIComponent(value.replace(/[^A-Za-z\d]/gu, (unit) => `\\u00${hex(unit)}`)),
  'percent encoding in Base64': (value) => base64Of(sentenceWith(percentOf(value))),
  'percent-encoded Base64': (value) => encodeURIComponent(base64Of(sentenceWith(value))),
  'Base64 twice': (value) => base64Of(base64Of(sentenceWith(value))),
  'misread characters': misread,
};

/** What readers of scans and photographs take for each other. */
const misreadings = [
  ...['0O', 'O0', 'o0', '1l', '1I', 'l1', 'I1', '5S', 'S5', '8B', 'B8', '2Z', 'Z2', '6G', 'G6'],
].map((pair) => [pair.charAt(0), pair.charAt(1)] as const);
const misreadInNames = [['o', '0'] as const, ['l', '1'] as const, ['m', 'rn'] as const];

/** Takes one or two characters for others, where there are any that are. */
function misread(value: string): string {
  const isName = /^[^\d@]+$/u.test(value);
  const ways = isName ? misreadInNames : misreadings;
  const random = randomFrom(
    Array.from(value).reduce((sum, unit) => sum * 31 + unit.charCodeAt(0), 7) >>> 0,
  );
  const units = Array.from(value);
  const mayChange = units.flatMap((unit, at) => (ways.some(([from]) => from === unit) ? [at] : []));
  const count = 1 + random.below(2);
  for (let times = 0; times < count && mayChange.length > 0; times += 1) {
    const [at = 0] = mayChange.splice(random.below(mayChange.length), 1);
    const taken = ways.filter(([from]) => from === units[at]).map(([, to]) => to);
    units[at] = random.pick(taken);
  }
  return units.join('');
}

function sentenceWith(value: string): string {
  return `value: ${value} end of value`;
}

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** All that is no letter or digit, which is more than `encodeURIComponent` does. */
function percentOf(value: string): string {
  return value.replace(/[^A-Za-z\d]/gu, (unit) => `%${hex(unit).toUpperCase()}`);
}

const lookAlikes: Readonly<Record<string, string>> = {
  ...{ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і' },
  ...{ A: 'А', B: 'В', E: 'Е', S: 'Ѕ', T: 'Т', M: 'М', '-': '\u2010' },
};

function replaceUnits(value: string, by: Readonly<Record<string, string>>): string {
  return Array.from(value, (unit) => by[unit] ?? unit).join('');
}

function shiftDigits(value: string, zero: number): string {
  return value.replace(/\d/gu, (digit) => String.fromCodePoint(zero + Number(digit)));
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(2, '0');
}
