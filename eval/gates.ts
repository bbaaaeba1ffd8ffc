import { type Figure, keyOf } from './figure.ts';

/** A bound that a figure keeps to, or the version is not good enough. */
export interface Gate {
  /** `set/subject/metric`; `*` stands for any characters. */
  readonly figures: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The bounds of the first version: better than what is published of comparable programs, and than our own prototype. */
export const gates: readonly Gate[] = [
  // Structured entities, exact spans
  ...['EMAIL_ADDRESS', 'IBAN_CODE', 'DOMAIN_NAME', 'IP_ADDRESS', 'US_SSN'].map((label) => ({
    figures: `presidio-research/*/${label}/F1`,
    atLeast: 0.99,
  })),
  { figures: 'presidio-research/*/CREDIT_CARD/F1', atLeast: 0.97 },
  { figures: 'presidio-research/*/PHONE_NUMBER/F1', atLeast: 0.85 },
  { figures: 'presidio-research/*/DATE_TIME/F1', atLeast: 0.85 },
  // Names and places
  { figures: 'presidio-research/*/PERSON/F1', atLeast: 0.74 },
  { figures: 'presidio-research/*/LOCATION/F1', atLeast: 0.5 },
  { figures: 'presidio-research/*/ADDRESS/partial F1', atLeast: 0.45 },
  { figures: 'presidio-research/*/STREET_ADDRESS/partial F1', atLeast: 0.45 },
  { figures: 'presidio-research/*/characters/F2', atLeast: 0.75 },
  { figures: 'idner-news-2k/*/PER/F1', atLeast: 0.8 },
  { figures: 'indonlu/*/PERSON/F1', atLeast: 0.7 },
  { figures: 'pii-anon/*/characters/R', atLeast: 0.92 },
  { figures: 'pii-anon/*adversarial/PERSON_NAME/R', atLeast: 0.75 },
  { figures: 'pii-anon/*adversarial/SOCIAL_SECURITY_NUMBER/R', atLeast: 0.93 },
  { figures: 'pii-anon/*adversarial/EMAIL_ADDRESS/R', atLeast: 0.99 },
  { figures: 'disguised/US_SSN/all', atLeast: 0.93 },
  { figures: 'disguised/EMAIL/all', atLeast: 0.99 },
  { figures: 'disguised/PERSON/all', atLeast: 0.75 },
  // Our own generators
  ...['NIK', 'NPWP', 'SG_NRIC'].map((type) => ({
    figures: `generated/gate/${type}/F1`,
    atLeast: 0.99,
  })),
  { figures: 'generated/gate/PHONE/F1', atLeast: 0.97 },
  { figures: 'hard-negatives/gate/texts/flagged', atMost: 0.01 },
  // What should not be found
  { figures: 'code/per MB/severity 4', atMost: 1 },
  { figures: 'code/per MB/secrets', atMost: 2 },
  { figures: 'harmless-prompts/all/PERSON per 10k', atMost: 1.5 },
  // Secrets
  { figures: 'secrets/formats/R', atLeast: 0.98 },
  { figures: 'secrets/documented shapes/R', atLeast: 0.98 },
  // Prompts that attack
  { figures: 'injection/in the wild/R at 1 % FPR', atLeast: 0.8 },
  { figures: 'injection/piguard/NotInject_one/accuracy', atLeast: 0.98 },
  // Time
  { figures: 'speed/clean/µs/KB p50', atMost: 40 },
  { figures: 'speed/code/µs/KB p50', atMost: 40 },
  { figures: 'speed/dense/µs/KB p50', atMost: 150 },
  { figures: 'speed/clean/2 KB p99 µs', atMost: 1_000 },
  { figures: 'hostile/worst/1 MB ms', atMost: 150 },
  { figures: 'hostile/worst/growth', atMost: 20 },
  // Streams
  { figures: 'streams/*/equal to whole text', atLeast: 1 },
  { figures: 'streams/*/held back at most', atMost: 128 },
];

export interface Verdict {
  readonly gate: Gate;
  readonly figure: Figure;
  readonly isKept: boolean;
}

/** What the gates say of figures. A gate whose figures were not measured says nothing. */
export function judge(figures: readonly Figure[]): readonly Verdict[] {
  return gates.flatMap((gate) => {
    const pattern = new RegExp(`^${gate.figures.split('*').map(escaped).join('.*')}$`, 'u');
    return figures
      .filter((figure) => pattern.test(keyOf(figure)))
      .map((figure) => ({ gate, figure, isKept: isKept(gate, figure.value) }));
  });
}

function isKept({ atLeast = -Infinity, atMost = Infinity }: Gate, value: number): boolean {
  return value >= atLeast && value <= atMost;
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
}
