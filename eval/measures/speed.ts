import { asReceived } from '../as-received.ts';
import type { Figure } from '../figure.ts';
import { filledTemplates } from '../generate/fill-templates.ts';
import { processorTime } from '../metrics/processor-time.ts';
import { randomFrom } from '../policy/random.ts';
import { scan } from '../scan.ts';
import { codeFiles } from '../sets/code-files.ts';
import { gateIdentifiers } from '../templates/gate-identifiers.ts';
import { plainProse } from '../templates/plain-prose.ts';
import type { Measure } from './measure.ts';

const [kilobyte, prompt] = [1_024, 2_048];

/** How often each prompt is scanned. */
const [passes, quickPasses] = [15, 2];

/**
 * Microseconds of processor time per kilobyte of 2 KB prompts, by what is in them, in a process that did nothing but warm up
 * as the gateway does. The first pass is what requests meet right after a start. Of the scans of each prompt the quickest
 * counts, since compiling, collecting garbage and other programs only ever add time. The percentile of 2 KB prompts is that of
 * all prompts of a pass, garbage included: of the passes the median one counts, since a moment in which something else has the
 * machine says nothing about any text.
 */
export const speedMeasure: Measure = {
  name: 'speed',
  run: ({ isQuick }) => {
    const count = isQuick ? 100 : 600;
    const texts = {
      clean: prompts(shuffled(plainProse.split('\n'), count), count),
      code: prompts(
        [
          codeFiles()
            .map(({ text }) => text)
            .join('\n'),
        ],
        count,
      ),
      dense: prompts(
        shuffled(
          filledTemplates('', gateIdentifiers, 30).documents.map(({ text }) => text),
          1,
        ),
        count,
      ),
    };
    return {
      figures: Object.entries(texts).flatMap(([name, list]) =>
        figuresOf(
          name,
          Array.from({ length: isQuick ? quickPasses : passes }, () => list.map(timeOf)),
        ),
      ),
    };
  },
};

/** By the times of each pass over the prompts. */
function figuresOf(subject: string, times: readonly (readonly number[])[]): readonly Figure[] {
  const [first = []] = times;
  const least = first.map((_, at) => Math.min(...times.map((pass) => pass[at] ?? Infinity)));
  const of = { set: 'speed', subject, isTime: true, better: 'lower' } as const;
  return [
    { ...of, metric: 'µs/KB p50', value: perKilobyte(least, 0.5) },
    { ...of, metric: 'µs/KB p99', value: perKilobyte(least, 0.99) },
    { ...of, metric: 'first µs/KB p50', value: perKilobyte(first, 0.5) },
    { ...of, metric: '2 KB p99 µs', value: medianOf(times.map((pass) => percentile(pass, 0.99))) },
  ];
}

function perKilobyte(times: readonly number[], share: number): number {
  return (percentile(times, share) * kilobyte) / prompt;
}

function timeOf(text: string): number {
  return processorTime(() => scan(text));
}

function medianOf(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Cuts texts, joined, into prompts; as many of them as asked for, from all over. */
function prompts(texts: readonly string[], count: number): readonly string[] {
  const whole = texts.join('\n');
  const available = Math.floor(whole.length / prompt);
  const step = Math.max(1, Math.floor(available / count));
  return Array.from({ length: Math.min(count, available) }, (_, at) =>
    asReceived(whole.slice(at * step * prompt, (at * step + 1) * prompt)),
  );
}

/** Repeats texts in ever another order. */
function shuffled(texts: readonly string[], times: number): readonly string[] {
  const random = randomFrom(7);
  return Array.from({ length: times }, () =>
    texts
      .map((text) => ({ text, rank: random.fraction() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ text }) => text),
  ).flat();
}
