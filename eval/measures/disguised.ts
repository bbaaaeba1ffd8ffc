import type { EntityType } from '../../src/domain/inspection/entity.ts';
import type { Figure } from '../figure.ts';
import { disguises } from '../generate/disguise.ts';
import { writeValue } from '../generate/fill-templates.ts';
import type { SpanError } from '../metrics/score-spans.ts';
import { wilson } from '../metrics/wilson.ts';
import { randomFrom } from '../policy/random.ts';
import { scan } from '../scan.ts';
import type { Measure, Measured } from './measure.ts';

const seed = 20_261_122;

interface Subject {
  readonly type: EntityType;
  readonly slot: string;
  readonly sentences: readonly string[];
}

const subjects: readonly Subject[] = [
  subject('EMAIL', 'EMAIL', 'Write to # before noon.|contact=#|The reply-to header says # today'),
  subject('US_SSN', 'SSN', 'Employee SSN: # on file.|ssn=#|Her social security number is #'),
  subject('CREDIT_CARD', 'CARD', 'Charge the card # again.|card=#|Kartu kredit # ditolak'),
  subject('NIK', 'NIK', 'NIK pemohon # sudah dicek.|nik=#|Nomor KTP # milik warga'),
  subject('SG_NRIC', 'NRIC', 'NRIC # was submitted.|nric=#|The identity card number is #'),
  subject('PERSON', 'NAME', 'Please call # tomorrow.|Bapak # sudah datang|Patient name: #'),
  subject('PHONE', 'ID_PHONE', 'Telepon # sekarang.|phone=#|Nomor HP # tidak aktif'),
];

/** Recall on values that are disguised: some of it found at the place is enough, since all of it is hidden then. */
export const disguisedMeasure: Measure = {
  name: 'disguised',
  run: ({ isQuick }): Measured => {
    const times = isQuick ? 6 : 120;
    const results = subjects.flatMap((one) => measureSubject(one, times));
    return {
      figures: results.map(({ figure }) => figure),
      errors: results.flatMap(({ errors }) => errors),
    };
  },
};

function subject(type: EntityType, slot: string, sentences: string): Subject {
  return { type, slot, sentences: sentences.split('|') };
}

/** The same values in the same sentences for every disguise, so that figures differ by nothing else. */
function measureSubject(one: Subject, times: number) {
  const ways = Object.entries(disguises).map(([metric, disguise]) => {
    const random = randomFrom(seed);
    const errors = Array.from({ length: times }, () => {
      const value = disguise(writeValue(one.slot, random));
      return missedIn(one, random.pick(one.sentences), value);
    }).filter((error) => error !== undefined);
    return { figure: figureOf(one, metric, { missed: errors.length, of: times }), errors };
  });
  const missed = ways.reduce((total, { errors }) => total + errors.length, 0);
  const all = figureOf(one, 'all', { missed, of: times * ways.length });
  return [...ways, { figure: all, errors: [] }];
}

function missedIn({ type, slot }: Subject, sentence: string, value: string): SpanError | undefined {
  const text = sentence.replace('#', () => value);
  const start = text.indexOf(value);
  const end = start + value.length;
  const isFound = scan(text).some(
    (match) => match.type === type && match.start <= start + 2 && match.end >= end - 2,
  );
  return isFound ? undefined : { kind: 'missed', label: slot, text, start, end };
}

function figureOf(
  { type }: Subject,
  metric: string,
  { missed, of }: { readonly missed: number; readonly of: number },
): Figure {
  return { set: 'disguised', subject: type, metric, ...wilson(of - missed, of), better: 'higher' };
}
