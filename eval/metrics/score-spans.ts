import type { EntityType } from '../../src/domain/inspection/entity.ts';
import type { GoldSpan, LabelledSet, LabelMapping } from '../sets/labelled-set.ts';

/** Intersection over union from which on spans are about the same thing. */
const overlapMin = 0.3;

export interface FoundSpan {
  readonly type: EntityType;
  readonly start: number;
  readonly end: number;
}

export interface Counts {
  hits: number;
  /** Labelled and not found. */
  missed: number;
  /** Found and not labelled. */
  wrong: number;
}

export interface LabelScore {
  readonly strict: Counts;
  readonly partial: Counts;
}

/** One place where what was found differs from what was labelled. */
export interface SpanError {
  readonly kind: 'missed' | 'wrong';
  readonly label: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface SpanScores {
  readonly labels: ReadonlyMap<string, LabelScore>;
  /** By the strict measure. */
  readonly errors: readonly SpanError[];
}

/** Compares what was found in every document with what is labelled there, by label. */
export function scoreSpans(set: LabelledSet, found: readonly (readonly FoundSpan[])[]): SpanScores {
  const labels = new Map<string, LabelScore>();
  for (const label of Object.keys(set.mapping))
    labels.set(label, { strict: noCounts(), partial: noCounts() });
  const errors: SpanError[] = [];
  set.documents.forEach(({ text, spans }, at) => {
    const here = found[at] ?? [];
    const strict = compare(set.mapping, spans, { found: here, overlapMin: 1 });
    const partial = compare(set.mapping, spans, { found: here, overlapMin });
    count(labels, 'strict', strict);
    count(labels, 'partial', partial);
    errors.push(
      ...strict.missed.map((one) => ({ ...one, kind: 'missed' as const, text })),
      ...strict.wrong.map((one) => ({ ...one, kind: 'wrong' as const, text })),
    );
  });
  const isMeasured = (one: SpanError) =>
    hasLabels(labels, one) && (set.isComplete || one.kind === 'missed');
  return { labels, errors: errors.filter(isMeasured) };
}

/** Sets leave out what they do not label at all. */
function hasLabels(labels: ReadonlyMap<string, LabelScore>, { label }: SpanError): boolean {
  const counts = labels.get(label)?.strict;
  return counts !== undefined && counts.hits + counts.missed > 0;
}

interface Comparison {
  readonly hits: readonly GoldSpan[];
  readonly missed: readonly GoldSpan[];
  readonly wrong: readonly GoldSpan[];
}

/** Each span counts once: a label takes the span that overlaps it most. */
function compare(
  mapping: LabelMapping,
  spans: readonly GoldSpan[],
  by: { readonly found: readonly FoundSpan[]; readonly overlapMin: number },
): Comparison {
  const left = new Set(by.found);
  const [hits, missed]: [GoldSpan[], GoldSpan[]] = [[], []];
  for (const span of spans) {
    const types = mapping[span.label];
    if (!types) continue;
    const best = bestOverlap(span, types, left);
    const isHit = best !== undefined && overlap(span, best) >= by.overlapMin;
    if (isHit) left.delete(best);
    (isHit ? hits : missed).push(span);
  }
  const wrong = [...left].flatMap(({ type, start, end }) => {
    const label = Object.keys(mapping).find((one) => mapping[one]?.includes(type));
    return label === undefined ? [] : [{ label, start, end }];
  });
  return { hits, missed, wrong };
}

function bestOverlap(
  span: GoldSpan,
  types: readonly EntityType[],
  found: ReadonlySet<FoundSpan>,
): FoundSpan | undefined {
  let best: FoundSpan | undefined;
  for (const one of found) {
    if (!types.includes(one.type)) continue;
    if (overlap(span, one) > (best ? overlap(span, best) : 0)) best = one;
  }
  return best;
}

type Extent = Pick<GoldSpan, 'start' | 'end'>;

function overlap(a: Extent, b: Extent): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  if (shared <= 0) return 0;
  return shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

function count(
  labels: ReadonlyMap<string, LabelScore>,
  measure: 'strict' | 'partial',
  comparison: Comparison,
): void {
  for (const kind of ['hits', 'missed', 'wrong'] as const) {
    for (const { label } of comparison[kind]) {
      const counts = labels.get(label)?.[measure];
      if (counts) counts[kind] += 1;
    }
  }
}

function noCounts(): Counts {
  return { hits: 0, missed: 0, wrong: 0 };
}

/** Harmonic mean of precision and recall; with beta 2 recall counts twice as much. */
export function fScore({ hits, missed, wrong }: Readonly<Counts>, beta = 1): number {
  const weight = beta ** 2;
  const total = (1 + weight) * hits + weight * missed + wrong;
  return total === 0 ? 0 : ((1 + weight) * hits) / total;
}
