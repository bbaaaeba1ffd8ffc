import { entities } from '../../src/domain/inspection/entity.ts';
import { filledPatterns, filledTemplates, linesOf } from '../generate/fill-templates.ts';
import type { SpanError } from '../metrics/score-spans.ts';
import { wilson } from '../metrics/wilson.ts';
import { scan } from '../scan.ts';
import type { LabelMapping } from '../sets/labelled-set.ts';
import { gateHardNegatives } from '../templates/gate-hard-negatives.ts';
import { gateIdentifiers } from '../templates/gate-identifiers.ts';
import { gateFields, gateLayouts } from '../templates/gate-layouts.ts';
import { gateNames, gateNoNames } from '../templates/gate-names.ts';
import { tuningHardNegatives } from '../templates/tuning-hard-negatives.ts';
import { tuningIdentifiers } from '../templates/tuning-identifiers.ts';
import { scoreSet } from './labelled.ts';
import type { Measure, Measured } from './measure.ts';

/** Sentences about names hold places and times of day too, which are not labelled. */
const namesOnly: LabelMapping = { PERSON: ['PERSON'] };

const times = { full: 60, quick: 5 };

/** Identifiers that no public corpus labels, in sentences of our own. */
export const generatedMeasures: readonly Measure[] = [
  identifiers('generated/gate', gateIdentifiers),
  identifiers('generated/tuning', tuningIdentifiers),
  identifiers('generated/records', recordTemplates()),
  identifiers('generated/names', gateNames, namesOnly),
  noNames('no-names/gate', gateNoNames),
  hardNegatives('hard-negatives/gate', gateHardNegatives),
  hardNegatives('hard-negatives/tuning', tuningHardNegatives),
];

/** Every kind of value in every layout of records and forms. */
function recordTemplates(): string {
  const layouts = linesOf(gateLayouts);
  const ofField = ([slot, field]: readonly [string, string]) =>
    layouts.map((layout) => layout.replaceAll('#', field).replaceAll('{V}', `{${slot}}`));
  return Object.entries(gateFields).flatMap(ofField).join('\n');
}

function identifiers(name: string, templates: string, mapping?: LabelMapping): Measure {
  return {
    name,
    run: ({ isQuick }) => {
      const set = filledTemplates(name, templates, isQuick ? times.quick : times.full);
      return scoreSet(mapping ? { ...set, mapping } : set);
    },
  };
}

/** How many names are found in texts that hold none. */
function noNames(name: string, templates: string): Measure {
  return {
    name,
    run: (): Measured => {
      const texts = linesOf(templates);
      const errors = texts.flatMap((text) =>
        scan(text)
          .filter(({ type }) => type === 'PERSON')
          .map(({ type, start, end }) => ({
            kind: 'wrong' as const,
            label: type,
            text,
            start,
            end,
          })),
      );
      const characters = texts.reduce((total, text) => total + text.length, 0);
      const value = (errors.length * 10_000) / characters;
      const of = { set: name, subject: 'texts', metric: 'PERSON per 10k' };
      return { figures: [{ ...of, value, better: 'lower' }], errors };
    },
  };
}

/** The share of texts where anything is found that a number could have been taken for. */
function hardNegatives(name: string, templates: string): Measure {
  return {
    name,
    run: ({ isQuick }): Measured => {
      const texts = filledPatterns(templates, isQuick ? times.quick : times.full * 4);
      const errors = texts.flatMap(wrongIn);
      const flagged = new Set(errors.map(({ text }) => text)).size;
      const share = wilson(flagged, texts.length);
      const severe = new Set(
        errors.filter(({ label }) => severityOf(label) === 4).map(({ text }) => text),
      ).size;
      return {
        figures: [
          { set: name, subject: 'texts', metric: 'n', value: texts.length },
          { set: name, subject: 'texts', metric: 'flagged', ...share, better: 'lower' },
          {
            set: name,
            subject: 'texts',
            metric: 'severity 4',
            ...wilson(severe, texts.length),
            better: 'lower',
          },
        ],
        errors,
      };
    },
  };
}

/** Dates, ages and names in these sentences are what they look like. */
const harmless: ReadonlySet<string> = new Set([
  ...['DATE', 'AGE', 'URL', 'PERSON', 'LOCATION', 'ORGANIZATION'],
]);

function wrongIn(text: string): readonly SpanError[] {
  const found = scan(text).filter(({ type }) => !harmless.has(type));
  return found.map(({ type, start, end }) => ({ kind: 'wrong', label: type, text, start, end }));
}

function severityOf(label: string): number {
  return Object.entries(entities).find(([type]) => type === label)?.[1].severity ?? 0;
}
