/**
 * Processor time that one scan takes on 64 KB and on 1 MB of hostile input, in a process that has read many texts before, cut
 * anywhere, as one that serves has: code that has only ever met one text is compiled for that one, and is up to three times as fast.
 * `npx tsx bench/inspection-linearity.ts`. Ends with 1 when 1 MB takes more than 150 ms or the time grows faster than the
 * input does. Each figure is also given as a multiple of a plain loop over 1 MB that ran beside it, because a busy machine
 * slows down both.
 */
import { nameTagger } from '../src/domain/inspection/names/name-tagger.ts';
import { packsOf } from '../src/domain/inspection/packs/packs.ts';
import { compilePlan } from '../src/domain/inspection/scan/plan.ts';
import { scanText } from '../src/domain/inspection/scan/scan-text.ts';
import { warmUpTexts } from '../src/domain/inspection/warm-up/warm-up.ts';

const small = 65_536;
const large = 1_048_576;
const largeMsMax = 150;
/** 16 times the input in 16 times the time, and as much again for noise. */
const growthMax = 32;

const hostile = [
  ...[' ', '1', '@', 'a', '(', '+', '-', ':', '.', '%', '\\', '&', 'é', '\ud800', 'а', '\u200b'],
  ...['4 ', '4-', '4.', '4111 1111 ', '0 0', '12 34 56 78 ', '08123 ', '0812-3456-7890,'],
  ...['a@', 'a@b.co ', 'http://', 'www.a.', '+62', '1.1.1.1', 'ab:cd:', '::', 'DE89 3704 '],
  ...['2024-01-01 ', 'jan 1 ', 'a1 ', 'A1', '%41', '\\u0041', '&#65;', 'x\n1,', '"k": "0812",'],
  ...['phone 0812345678 ', 'passport A1234567 ', '12 Main Street ', 'age 42 ', '４', '\u{1d41a}'],
  ...['eyJ', 'eyJhbGciOi.', 'sk-', 'AKIA', 'password=', 'key: ', 'aGVsbG8gd29ybGQh', 'Bearer '],
  ...['-----BEGIN ', '-----BEGIN RSA PRIVATE KEY-----\n', 'postgres://a:', 'S1234567D ', 'a1b2 '],
  ...['3171234567890123 ', '123-45-6789 ', 'B 1234 XYZ ', '4111111111111111 ', 'NIK 31 ', 'A-1-'],
  ...['jl. a 1 ', 'Street ', 'GB29 NWBK 6016 1331 9268 19 ', 'name,phone\n', '08 12 34 56 78 '],
  ...['Jl.', 'Jl.Apt.', '1 St.', '1 Suite ', 'key=', 'a:b@', '::1', 'SW1A 2AA ', 'AB 12 34 56 C '],
  ...['1\nStreet\n', '1,St,', 'RT 01 ', 'QUFBQUFBQUFBQUFBQUFBpassword=_ab', '-::,', '99-sk-', 'A '],
  ...[
    'John Smith, ',
    'Mr ',
    'Budi A1%41',
    'J0hn ',
    'S5-',
    '%2541',
    '123-4S-6789 ',
    '4111 l111 1111 1111 ',
  ],
  ...[
    'John%20Smith ',
    '=Siti+Rahayu&',
    'S1234S67D ',
    'a@b.c0m ',
    '=Aa+A',
    inBase64('John Smith, '),
  ],
  ...[inBase64('phone 0812345678 '), inBase64(inBase64('John Smith, '))],
];

function inBase64(text: string): string {
  return Buffer.from(text.repeat(60)).toString('base64');
}

const packs = packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']);
const plan = compilePlan({ packs, nameTagger: nameTagger() });

const plainText = 'Anything 1234, at all. '.repeat(large).slice(0, large);
const loopRounds = 8;
let seen = 0;

function loopMs(): number {
  const ms = processorMs(() => {
    for (let round = 0; round < loopRounds; round += 1) {
      for (let at = 0; at < large; at += 1) seen ^= plainText.charCodeAt(at);
    }
  });
  return ms / loopRounds;
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** In one piece, as texts are that a body was parsed into: a repeated text is one in many. */
function repeated(unit: string, length: number): string {
  return JSON.parse(JSON.stringify(unit.repeat(Math.ceil(length / unit.length)).slice(0, length)));
}

/** The least of three: other programs only ever add time. */
function leastMs(unit: string, length: number): number {
  const text = repeated(unit, length);
  return Math.min(...Array.from({ length: 3 }, () => processorMs(() => scanText(text, plan))));
}

/** Texts of all kinds that begin and end anywhere. */
function readMany(): void {
  for (const text of warmUpTexts()) {
    const middle = text.length >> 1;
    for (let at = 0; at < text.length; at += 97) scanText(text.slice(at, at + 89), plan);
    scanText(text.slice(middle), plan);
    scanText(text.slice(0, middle), plan);
  }
}

readMany();
for (const unit of hostile) leastMs(unit, small);
for (let round = 0; round < 3; round += 1) loopMs();
let failed = false;
for (const unit of hostile) {
  const [loop, smallMs, largeMs] = [loopMs(), leastMs(unit, small), leastMs(unit, large)];
  const growth = largeMs / Math.max(smallMs, 0.5);
  const isSlow = largeMs > largeMsMax || growth > growthMax;
  failed ||= isSlow;
  console.log(
    `${isSlow ? 'SLOW' : 'ok  '} ${JSON.stringify(unit).padEnd(24)} ${largeMs.toFixed(0).padStart(5)} ms CPU, ` +
      `${(largeMs / loop).toFixed(0).padStart(4)} × a plain loop of ${loop.toFixed(2)} ms, growth ×${growth.toFixed(1)}`,
  );
}
if (seen === -1) console.log(seen);
process.exitCode = failed ? 1 : 0;
