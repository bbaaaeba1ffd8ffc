/**
 * Looks for the text that inspection takes longest with: `npx tsx bench/inspection-search.ts [seconds] [seed]`. Units of up to six
 * pieces are repeated to 64 KB; those that took longest are changed and tried again. The slowest are measured as a megabyte.
 */
import { type Random, randomFrom } from '../eval/policy/random.ts';
import { nameTagger } from '../src/domain/inspection/names/name-tagger.ts';
import { packsOf } from '../src/domain/inspection/packs/packs.ts';
import { compilePlan } from '../src/domain/inspection/scan/plan.ts';
import { scanText } from '../src/domain/inspection/scan/scan-text.ts';

const [seconds = '60', seed = '1'] = process.argv.slice(2);
const small = 65_536;
const large = 1_048_576;
const keptMax = 60;
const shown = 15;
const piecesMax = 6;

const words = [
  ...[
    '1',
    '12',
    '123',
    '1234',
    '12345678',
    '08123',
    '4111',
    '62',
    '01',
    '99',
    '123-45-6789',
    '1.1',
  ],
  ...['jan', 'may', '2024', 'A1', 'AB', 'C', 'a', 'Mr', 'Budi', 'John', 'Smith', 'J0hn', '4S'],
  ...[
    'St',
    'Street',
    'Suite',
    'Apt',
    'Jl',
    'Jl.',
    'RT',
    'No',
    'key',
    'password',
    'phone',
    'age',
    'NIK',
  ],
  ...['iban', 'GB29', 'SW1A', '2AA', 'S1234567D', '@', 'a@b', 'http://', 'www.', '+', '+62', '('],
  ...[
    '%41',
    '%20',
    '%2541',
    '\\u0041',
    '&#65;',
    '::',
    'ab:',
    '-',
    'sk-',
    'eyJ',
    'Bearer',
    'QUFBQUFB',
  ],
  ...[
    'born',
    'of',
    'the',
    'PT',
    'Ltd',
    'Dr',
    'Rp',
    '$',
    'é',
    'а',
    '４',
    '\u200b',
    'Jakarta',
    'van',
  ],
];
const ties = [' ', ' ', ' ', ',', ', ', '-', '.', '/', ':', '=', '\n', '', '; ', '"', '_', '. '];

type Piece = readonly [word: string, tie: string];

interface Tried {
  readonly pieces: readonly Piece[];
  readonly ms: number;
}

const packs = packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']);
const plan = compilePlan({ packs, nameTagger: nameTagger() });
const random: Random = randomFrom(Number(seed));

const piece = (): Piece => [random.pick(words), random.pick(ties)];
const written = (pieces: readonly Piece[]) => pieces.flat().join('');

function changed(pieces: readonly Piece[], others: readonly Piece[]): readonly Piece[] {
  const at = random.below(pieces.length);
  const rest = random.below(3) === 0 ? others.slice(0, 3) : [piece()];
  const without = random.below(2);
  return [...pieces.slice(0, at), ...rest, ...pieces.slice(at + without)].slice(0, piecesMax);
}

/** In one piece, as texts are that a body was parsed into. */
function repeated(unit: string, length: number): string {
  return JSON.parse(JSON.stringify(unit.repeat(Math.ceil(length / unit.length)).slice(0, length)));
}

/** Processor time, the least of some tries. */
function leastMs(unit: string, length: number, tries: number): number {
  const text = repeated(unit, length);
  const times = Array.from({ length: tries }, () => {
    const before = process.cpuUsage();
    scanText(text, plan);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

let kept: Tried[] = [];
const seen = new Set<string>();
const end = performance.now() + Number(seconds) * 1_000;
while (performance.now() < end) {
  const isNew = kept.length < keptMax || random.below(3) === 0;
  const fresh = Array.from({ length: 1 + random.below(4) }, piece);
  const pieces = isNew ? fresh : changed(random.pick(kept).pieces, random.pick(kept).pieces);
  const unit = written(pieces);
  if (unit === '' || seen.has(unit)) continue;
  seen.add(unit);
  kept.push({ pieces, ms: leastMs(unit, small, 2) });
  kept = kept.toSorted((a, b) => b.ms - a.ms).slice(0, keptMax);
}
console.log(`${seen.size} units tried`);
for (const { pieces } of kept.slice(0, shown)) {
  const ms = leastMs(written(pieces), large, 3);
  console.log(
    `${ms.toFixed(0).padStart(5)} ms CPU for a megabyte of ${JSON.stringify(written(pieces))}`,
  );
}
