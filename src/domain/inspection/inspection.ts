import type { PiiFinding } from '../policy/condition/variables.ts';
import type { JsonPath } from '../protocol/json-edit.ts';
import type { Segment, Segments } from '../protocol/segments/segment.ts';
import type { InjectionSignal } from './injection/injection-signal.ts';
import type { Recognised } from './match.ts';
import type { ScanState } from './scan/scan-state.ts';
import { partsPath, type ReadText, readSeams } from './seams.ts';
import type { TextRole } from './text-role.ts';
import { JsonReader } from './tokens/json-reader.ts';

/** What reads texts for a tenant. Both MUST be pure and take time linear in the text; what they throw makes the result unknown. */
export interface Detectors {
  /** In order, without overlaps. `state` is what the pieces before left, for a text that comes in pieces. */
  scan(text: string, state?: ScanState): readonly Recognised[];
  findInjection(text: string, role: TextRole): readonly InjectionSignal[];
  /** From where on the end of a text, should it go on, may still become something of the tenant's own; no more than 128 units. */
  openFrom?(text: string): number;
}

export interface FoundInSegment {
  readonly segment: Segment;
  readonly found: readonly Recognised[];
}

/** What is known about the texts of a request or an answer. */
export interface Inspection {
  /** `failed`: a detector broke or ran out of time, so that nothing is known. Unknown is never permissive. */
  readonly status: 'complete' | 'failed';
  /** Segments in which something was found, in their order. */
  readonly places: readonly FoundInSegment[];
  /** One for each type and role. */
  readonly findings: readonly PiiFinding[];
  readonly injection: readonly InjectionSignal[];
  /** Media types of what nobody has read. */
  readonly unread: readonly string[];
  /** Of all texts. */
  readonly characters: number;
}

const failed: Omit<Inspection, 'unread' | 'characters'> = {
  status: 'failed',
  places: [],
  findings: [],
  injection: [],
};

/**
 * Reads every segment. Never throws.
 * @param isLate asked between segments: the time for it is over
 */
export function inspectSegments(
  { segments, unread }: Segments,
  detectors: Detectors,
  isLate: () => boolean,
): Inspection {
  const characters = segments.reduce((sum, { text }) => sum + text.length, 0);
  const gathered = new Gathered(detectors, isLate);
  const reading = new Reading(detectors);
  try {
    for (const segment of segments) {
      if (isLate()) return { ...failed, unread, characters };
      gathered.add({ segment, ...reading.read(segment) });
    }
    gathered.endText();
  } catch {
    return { ...failed, unread, characters };
  }
  const { places, injection } = gathered;
  return {
    status: 'complete',
    places,
    findings: findingsIn(places),
    injection,
    unread,
    characters,
  };
}

/** What was found so far, in the order of the segments. */
class Gathered {
  readonly #detectors: Detectors;
  readonly #isLate: () => boolean;
  readonly places: FoundInSegment[] = [];
  readonly injection: InjectionSignal[] = [];
  /** Parts of one text, and the list that they stand in. */
  #parts: ReadText[] = [];
  #list: JsonPath = [];

  constructor(detectors: Detectors, isLate: () => boolean) {
    this.#detectors = detectors;
    this.#isLate = isLate;
  }

  add(read: ReadText): void {
    const { segment, signals } = read;
    // A provider's own signed words steer nobody.
    if (segment.use !== 'signed') this.injection.push(...signals);
    const list = partsPath(segment);
    const isWithin = this.#list.every((step, at) => segment.path[at] === step);
    const last = this.#parts.at(-1)?.segment;
    if (!isWithin || (list !== undefined && last?.role !== segment.role)) this.endText();
    if (list === undefined) this.#place(segment, read.found);
    else {
      this.#list = list;
      this.#parts.push(read);
    }
  }

  /** @throws what a detector does; Error when it is late */
  endText(): void {
    const parts = this.#parts;
    this.#parts = [];
    this.#list = [];
    const seams = parts.length > 1 ? readSeams(parts, this.#detectors, this.#isLate) : undefined;
    if (seams !== undefined) this.injection.push(...seams.signals);
    for (const [at, { segment, found }] of parts.entries()) {
      const more = seams?.found.get(at);
      const all =
        more === undefined ? found : [...found, ...more].sort((a, b) => a.start - b.start);
      this.#place(segment, all);
    }
  }

  #place(segment: Segment, found: readonly Recognised[]): void {
    if (found.length > 0) this.places.push({ segment, found });
  }
}

interface Read {
  readonly found: readonly Recognised[];
  readonly signals: readonly InjectionSignal[];
}

// Values of tables repeat; whatever is longer does not.
const repeatedMax = 48;
const rememberedMax = 4_096;

/** Reads the texts of one body. To read costs much more than a short text is long, so that one that comes again is known. */
class Reading {
  readonly #detectors: Detectors;
  readonly #known = new Map<string, Read>();
  #hits = 0;
  #misses = 0;

  constructor(detectors: Detectors) {
    this.#detectors = detectors;
  }

  read(segment: Segment): Read {
    if (segment.text.length > repeatedMax || this.#isVain) return this.#read(segment);
    const { role, use, label, hint = '', text } = segment;
    const kind = use === 'json' ? 'json' : '';
    const key = `${role} ${kind} ${label?.length} ${label ?? ''}${hint.length} ${hint}${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.#hits += 1;
      return known;
    }
    this.#misses += 1;
    const read = this.#read(segment);
    if (this.#known.size < rememberedMax) this.#known.set(key, read);
    return read;
  }

  /** Where every value is another, to look for it costs more than it saves. */
  get #isVain(): boolean {
    return this.#misses > rememberedMax && this.#hits * 4 < this.#misses;
  }

  #read(segment: Segment): Read {
    const { text, role } = segment;
    return {
      found: scanSegment(segment, this.#detectors),
      signals: this.#detectors.findInjection(text, role),
    };
  }
}

/**
 * The name that a value goes by says what the value is: `{"nik": "3171…"}`.
 * @throws what a detector does
 */
export function scanSegment(
  { text, use, label, hint }: Pick<Segment, 'text' | 'use' | 'label' | 'hint'>,
  { scan }: Detectors,
): readonly Recognised[] {
  if (use === 'json' && text.includes('\\')) return scanJson(text, scan);
  if (label !== undefined) return scanNamed(text, label, scan);
  const found = scan(text);
  return found.length > 0 || hint === undefined ? found : scanNamed(text, hint, scan);
}

function scanNamed(text: string, label: string, scan: Detectors['scan']): readonly Recognised[] {
  const lead = `${label}: `;
  return scan(lead + text)
    .filter(({ end }) => end > lead.length)
    .map((found) => ({
      ...found,
      start: Math.max(0, found.start - lead.length),
      end: found.end - lead.length,
    }));
}

/** What a JSON text says, escapes undone. */
function scanJson(text: string, scan: Detectors['scan']): readonly Recognised[] {
  const reader = new JsonReader();
  const said = reader.read(text) + reader.readRest();
  return scan(said).map((found) => ({
    ...found,
    start: reader.writtenAt(found.start),
    end: reader.writtenAt(found.end),
  }));
}

/** Occurrences by type and role; the confidence is that of the surest. */
function findingsIn(places: readonly FoundInSegment[]): readonly PiiFinding[] {
  const findings = new Map<string, Counted>();
  let last: Counted | undefined;
  for (const { segment, found } of places) {
    const { role } = segment;
    for (const { type, score, part } of found) {
      if (part === 'rest') continue;
      // What follows is mostly of the same kind, and there may be tens of thousands.
      if (last?.type !== type || last.role !== role) last = countedFor(findings, type, role);
      last.count += 1;
      last.score = Math.max(last.score, score);
    }
  }
  return Array.from(findings.values(), ({ type, role, count, score }) => {
    return { type, role, count, confidence: Math.round(score * 100) };
  });
}

interface Counted {
  readonly type: string;
  readonly role: TextRole;
  count: number;
  score: number;
}

function countedFor(findings: Map<string, Counted>, type: string, role: TextRole): Counted {
  const key = `${role} ${type}`;
  const known = findings.get(key);
  if (known) return known;
  const counted = { type, role, count: 0, score: 0 };
  findings.set(key, counted);
  return counted;
}
