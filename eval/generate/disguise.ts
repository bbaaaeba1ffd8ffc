/** Ways to write a value so that a model still reads it and a pattern may not. */
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
  Base64: (value) => Buffer.from(`value: ${value} end of value`).toString('base64'),
};

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
