import {
  type TokenFormat,
  tokenFormats,
} from '../../src/domain/inspection/secrets/token-formats.ts';
import type { Figure } from '../figure.ts';
import { linesOf } from '../generate/fill-templates.ts';
import type { SpanError } from '../metrics/score-spans.ts';
import { wilson } from '../metrics/wilson.ts';
import { type Random, randomFrom } from '../policy/random.ts';
import { scan } from '../scan.ts';
import { assignedSecrets, secretPlaces, secretShapes } from '../templates/secret-shapes.ts';
import type { Measure, Measured } from './measure.ts';

const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphabets: Readonly<Record<string, string>> = {
  9: digits,
  h: `${digits}abcdef`,
  X: capitals + digits,
  x: capitals + capitals.toLowerCase() + digits,
  w: `${capitals}${capitals.toLowerCase()}${digits}-_`,
};

const alphabetOfFormat: Readonly<Record<TokenFormat['alphabet'], string>> = {
  ...{ letters: 'x', hex: 'h', word: 'x', dotted: 'x', base64: 'x', path: 'x' },
};

interface Sample {
  /** Which shape or format. */
  readonly name: string;
  readonly text: string;
  readonly secret: string;
}

/** How many samples of keys are found whole, of our own formats and of shapes written down independently. */
export const secretsMeasure: Measure = {
  name: 'secrets',
  run: ({ isQuick }): Measured => {
    const random = randomFrom(20_261_122);
    const times = isQuick ? 1 : 5;
    const groups = [
      ['formats', formatSamples(random, times)],
      ['documented shapes', shapeSamples(random, times)],
      ['assigned', assignedSamples(random, times * 4)],
    ] as const;
    const all = groups.map(([subject, samples]) => measure(subject, samples));
    return {
      figures: all.flatMap(({ figures }) => figures),
      errors: all.flatMap(({ errors }) => errors),
    };
  },
};

function measure(subject: string, samples: readonly Sample[]) {
  const missed = samples.filter((sample) => !isFound(sample));
  const of = { set: 'secrets', subject };
  const figures: readonly Figure[] = [
    { ...of, metric: 'n', value: samples.length },
    {
      ...{ ...of, metric: 'R', better: 'higher' },
      ...wilson(samples.length - missed.length, samples.length),
    },
  ];
  const errors: readonly SpanError[] = missed.map(({ name, text, secret }) => {
    const start = text.indexOf(secret);
    return { kind: 'missed', label: name, text, start, end: start + secret.length };
  });
  return { figures, errors };
}

/** Hidden whole, and with little besides: quotes or a scheme at most. */
function isFound({ text, secret }: Sample): boolean {
  const start = text.indexOf(secret);
  const end = start + secret.length;
  return scan(text).some(
    (match) => match.type === 'SECRET' && match.start <= start && match.end >= end,
  );
}

function formatSamples(random: Random, times: number): readonly Sample[] {
  return tokenFormats.flatMap((format) =>
    format.prefixes.flatMap((prefix) =>
      Array.from({ length: times }, () => {
        const length =
          format.lengthMin + random.below(Math.min(8, format.lengthMax - format.lengthMin + 1));
        const body = drawn(random, alphabetOfFormat[format.alphabet], length);
        return placed(random, format.name, prefix + body);
      }),
    ),
  );
}

function shapeSamples(random: Random, times: number): readonly Sample[] {
  return linesOf(secretShapes).flatMap((shape) =>
    Array.from({ length: times }, () => {
      const isKeyBlock = shape.startsWith('-----');
      const secret = isKeyBlock ? privateKey(random, shape) : expanded(random, shape);
      return placed(random, shape, secret);
    }),
  );
}

function assignedSamples(random: Random, times: number): readonly Sample[] {
  return linesOf(assignedSecrets).flatMap((line) =>
    Array.from({ length: times }, () => {
      const [before = '', shape = '', after = ''] = line.split(/\{(?=[^{]*\[)|\}(?=[^}]*$)/u);
      const secret = expanded(random, shape);
      return { name: line, text: before + secret + after, secret };
    }),
  );
}

function placed(random: Random, name: string, secret: string): Sample {
  const place = random.pick(linesOf(secretPlaces));
  const [itself = '', before = ''] = secret.split('|').reverse();
  return { name, text: place.replace('{SECRET}', () => before + itself), secret: itself };
}

function expanded(random: Random, shape: string): string {
  return shape.replace(/\[(.)×(\d+)\]/gu, (_, alphabet: string, length: string) =>
    drawn(random, alphabet, Number(length)),
  );
}

function drawn(random: Random, alphabet: string, length: number): string {
  const units = Array.from(alphabets[alphabet] ?? '');
  return Array.from({ length }, () => random.pick(units)).join('');
}

function privateKey(random: Random, header: string): string {
  const lines = Array.from({ length: 12 }, () => drawn(random, 'x', 64));
  return [header, ...lines, header.replace('BEGIN', 'END')].join('\n');
}
