import { type Random, randomFrom } from '../policy/random.ts';
import type {
  GoldSpan,
  LabelledDocument,
  LabelledSet,
  LabelMapping,
} from '../sets/labelled-set.ts';
import { asianValues } from './asian-values.ts';
import { coreValues } from './core-values.ts';
import { patterned, type ValueKind } from './value.ts';
import { westernValues } from './western-values.ts';

const values: Readonly<Record<string, ValueKind>> = {
  ...asianValues,
  ...westernValues,
  ...coreValues,
};

/** Types that are told apart by hardly anything: a date of birth is a date. */
const mapping: LabelMapping = Object.fromEntries(
  Object.values(values).map(({ type }) => [type, [type]]),
);

/** Fills every template a number of times with fresh values: the same seed writes the same set. */
export function filledTemplates(name: string, templates: string, times: number): LabelledSet {
  const random = randomFrom(seed);
  const documents = linesOf(templates).flatMap((template) =>
    Array.from({ length: times }, () => fill(template, random)),
  );
  return { name, documents, mapping, isComplete: true };
}

/** Texts without anything to find. */
export function filledPatterns(templates: string, times: number): readonly string[] {
  const random = randomFrom(seed);
  return linesOf(templates).flatMap((template) =>
    Array.from({ length: times }, () =>
      template.replace(/\[([^\]]+)\]/gu, (_, pattern: string) => patterned(random, pattern)),
    ),
  );
}

/** What a slot of a template stands for. */
export function writeValue(slot: string, random: Random): string {
  return kindOf(slot).write(random);
}

export function linesOf(templates: string): readonly string[] {
  return templates.split('\n').filter((line) => line !== '');
}

const seed = 20_261_122;

function fill(written: string, random: Random): LabelledDocument {
  const template = written.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  let text = '';
  let from = 0;
  const spans: GoldSpan[] = [];
  for (const slot of template.matchAll(/\{([A-Z_0-9]+)\}/gu)) {
    const kind = kindOf(slot[1] ?? '');
    text += template.slice(from, slot.index);
    const start = text.length;
    text += kind.write(random);
    spans.push({ label: kind.type, start, end: text.length });
    from = slot.index + slot[0].length;
  }
  return { text: text + template.slice(from), spans };
}

function kindOf(slot: string): ValueKind {
  const kind = values[slot];
  if (!kind) throw new RangeError(`No value is called ${slot}`);
  return kind;
}
