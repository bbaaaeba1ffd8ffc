import { unitAt } from './unit-at.ts';

/** Letters of other scripts that are drawn like ASCII ones, each before its look-alike. */
const letterPairs =
  'аa еe оo рp сc уy хx іi јj ѕs ԁd һh ԛq ԝw ӏl АA ВB ЕE КK МM НH ОO РP СC ТT ХX ІI ЈJ ЅS УY ԌG ' +
  'αa οo ιi νv ρp τt υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϲc ϳj ɡg ɑa ı\u0069';

/** Spaces, the minus sign and quotation marks; these are folded wherever they stand. */
const foldedSigns: readonly (readonly [number, string])[] = [
  [0xa0, ' '],
  [0x202f, ' '],
  [0x3000, ' '],
  [0x2212, '-'],
  [0x2018, "'"],
  [0x2019, "'"],
];

/** First unit of ten digits in a row. */
const digitBlocks = [0x660, 0x6f0, 0x966];

/** Zero-width, bidirectional and variation characters, and the soft hyphen. */
const invisible: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x2069],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

export const dropped = 0;

/** What signs, digits and full-width characters are folded to, `dropped` for what nobody sees; identity elsewhere. */
export const signOf: Uint16Array = buildSigns();

/** What a letter looks like, 0 when like nothing. */
export const lookAlikeOf: Uint16Array = buildLookAlikes();

function buildSigns(): Uint16Array {
  const table = Uint16Array.from({ length: 65_536 }, (_, unit) => unit);
  for (const [unit, sign] of foldedSigns) table[unit] = unitAt(sign, 0);
  for (let unit = 0xff01; unit <= 0xff5e; unit += 1) table[unit] = unit - 0xfee0;
  for (let unit = 0x2010; unit <= 0x2015; unit += 1) table[unit] = 0x2d;
  for (let unit = 0x2000; unit <= 0x200a; unit += 1) table[unit] = 0x20;
  for (const first of digitBlocks) {
    for (let digit = 0; digit < 10; digit += 1) table[first + digit] = 0x30 + digit;
  }
  for (const [first, last] of invisible) table.fill(dropped, first, last + 1);
  return table;
}

function buildLookAlikes(): Uint16Array {
  const table = new Uint16Array(65_536);
  for (const pair of letterPairs.split(' ')) table[unitAt(pair, 0)] = unitAt(pair, 1);
  return table;
}
