/**
 * What a scan costs, in processor time and as a multiple of a plain loop over the same code units in the same run:
 * `npx tsx bench/inspection.ts`. Clean text is our guides, code our sources, dense text a form with an identifier in
 * every few words. Figures are of 2 KB prompts, warm; the last lines are of the first dense prompts of a process, with and
 * without the warm-up that the gateway does when it starts.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameTagger } from '../src/domain/inspection/names/name-tagger.ts';
import { packsOf } from '../src/domain/inspection/packs/packs.ts';
import { compilePlan, type ScanPlan } from '../src/domain/inspection/scan/plan.ts';
import { scanText } from '../src/domain/inspection/scan/scan-text.ts';

const promptLength = 2_048;
const rounds = 7;
const processes = 5;
const root = join(import.meta.dirname, '..');

const packs = packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']);
const plans: Readonly<Record<string, ScanPlan>> = {
  'without names': compilePlan({ packs }),
  'with names': compilePlan({ packs, nameTagger: nameTagger() }),
};

const form = `Applicant Ani Wijaya, born 4 May 1991, NIK 3171024405910003, passport C1234567, phone 0812-3456-7890,
e-mail ani.wijaya@kantor.example, lives at Jl. Kenanga No. 8, Jakarta 10310. Card 4539 1488 0343 6467 until 11/27,
IBAN DE89 3704 0044 0532 0130 00, NRIC S1234567D, SSN 536-90-4399, from 203.0.113.7 at https://kantor.example/a?id=7.
`;

const corpora: Readonly<Record<string, string>> = {
  clean: textOf('docs', '.md'),
  code: textOf('src', '.ts'),
  dense: form.repeat(200),
};

function textOf(folder: string, ending: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort();
  const texts = files
    .filter((file) => file.endsWith(ending) && !file.includes('model'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));
  return texts.join('\n').slice(0, 512 * promptLength);
}

function prompts(text: string): readonly string[] {
  const count = Math.floor(text.length / promptLength);
  // What a slice is joined from would be flattened in the first scan.
  return Array.from({ length: count }, (_, at) =>
    Buffer.from(text.slice(at * promptLength, (at + 1) * promptLength)).toString(),
  );
}

function microseconds(work: () => unknown): number {
  const before = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - before) / 1_000;
}

let seen = 0;
function readUnits(text: string): void {
  for (let at = 0; at < text.length; at += 1) seen ^= text.charCodeAt(at);
}

interface Times {
  readonly median: number;
  readonly p99: number;
}

/** Of each prompt the least of a few rounds counts: other programs only ever add time. */
function timesOf(texts: readonly string[], work: (text: string) => unknown): Times {
  for (const text of texts) work(text);
  const least = texts.map((text) =>
    Math.min(...Array.from({ length: rounds }, () => microseconds(() => work(text)))),
  );
  least.sort((a, b) => a - b);
  const at = (share: number) => least[Math.floor(share * (least.length - 1))] ?? 0;
  return { median: at(0.5), p99: at(0.99) };
}

const all = Object.values(corpora).flatMap(prompts);
for (const plan of Object.values(plans)) for (const text of all) scanText(text, plan);
for (const [name, text] of Object.entries(corpora)) {
  const texts = prompts(text);
  const loop = timesOf(texts, readUnits);
  for (const [what, plan] of Object.entries(plans)) {
    const { median, p99 } = timesOf(texts, (prompt) => scanText(prompt, plan));
    const perKilobyte = (median * 1_024) / promptLength;
    console.log(
      `${name.padEnd(6)} ${what.padEnd(14)} ${perKilobyte.toFixed(1).padStart(6)} µs/KB, ` +
        `${(median / loop.median).toFixed(0).padStart(4)} × a plain loop, 2 KB p99 ${p99.toFixed(0).padStart(5)} µs`,
    );
  }
}
if (seen === -1) console.log(seen);

interface FirstTexts {
  readonly warmUpMs: number;
  readonly firstMs: number;
  readonly nextMs: number;
}

/** In a process of its own, whose engine has compiled nothing. */
function firstTexts(state: 'cold' | 'warm'): FirstTexts {
  const program = join(import.meta.dirname, 'first-inspection.ts');
  const [text = ''] = prompts(corpora['dense'] ?? '');
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, program, state, text], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

function medianOf(all: readonly FirstTexts[], time: keyof FirstTexts): number {
  const times = all.map((one) => one[time]).sort((a, b) => a - b);
  return times[times.length >> 1] ?? 0;
}

const pairs = Array.from({ length: processes }, () => [firstTexts('cold'), firstTexts('warm')]);
const cold = pairs.flatMap(([one]) => one ?? []);
const warm = pairs.flatMap(([, other]) => other ?? []);
for (const time of ['firstMs', 'nextMs'] as const) {
  const [without, after] = [medianOf(cold, time), medianOf(warm, time)];
  const what = time === 'firstMs' ? 'first prompt' : 'the ten after';
  console.log(
    `${what.padEnd(13)} ${without.toFixed(2).padStart(6)} ms cold, ${after.toFixed(2).padStart(6)} ms after a warm-up, ` +
      `${(without / after).toFixed(1)} × as long`,
  );
}
console.log(`warm-up       ${medianOf(warm, 'warmUpMs').toFixed(0).padStart(6)} ms`);
