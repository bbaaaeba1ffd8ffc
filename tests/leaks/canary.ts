import { randomBytes, randomInt } from 'node:crypto';

/** A freshly made key: finding any eight characters of it anywhere is a leak and nothing else. */
export interface Canary {
  /** Whose key it is and where it was put, for the report. */
  readonly name: string;
  readonly text: string;
  /** Leading characters that every key of this kind has. */
  readonly publicLength: number;
  /** Trailing characters that Monago shows on purpose. */
  readonly shownLength: number;
  /** Put where keys belong, so that its provider gets it; others are where they were put by mistake. */
  readonly isEntrusted: boolean;
  /** Put into a member that the endpoint gives back in its answer, as its contract says. */
  readonly isRepeated?: boolean;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphanumeric = `${letters}${letters.toLowerCase()}0123456789`;
const base64Signs = `${alphanumeric}+/`;
const urlSigns = `${alphanumeric}_-`;

interface Kind {
  readonly prefix: string;
  readonly signs: string;
  readonly length: number;
  /** Signs that each specimen holds, so that every escaping is met. */
  readonly special: string;
  readonly suffix?: string;
  readonly shownLength: number;
}

const kinds = {
  'openai.api_key': {
    prefix: 'sk-proj-',
    signs: urlSigns,
    length: 60,
    special: '_-',
    shownLength: 4,
  },
  'anthropic.api_key': {
    prefix: 'sk-ant-api03-',
    signs: urlSigns,
    length: 80,
    special: '-_',
    shownLength: 4,
  },
  'bedrock.access_key_id': {
    prefix: 'AKIA',
    signs: `${letters}234567`,
    length: 16,
    special: '',
    shownLength: 4,
  },
  'bedrock.temporary_access_key_id': {
    prefix: 'ASIA',
    signs: `${letters}234567`,
    length: 16,
    special: '',
    shownLength: 4,
  },
  'bedrock.secret_access_key': {
    prefix: '',
    signs: base64Signs,
    length: 40,
    special: '/+',
    shownLength: 0,
  },
  'bedrock.session_token': {
    prefix: '',
    signs: base64Signs,
    length: 180,
    special: '+/',
    suffix: '==',
    shownLength: 0,
  },
  'bedrock.api_key': {
    prefix: 'ABSK',
    signs: base64Signs,
    length: 96,
    special: '/+',
    suffix: '=',
    shownLength: 4,
  },
  // A gateway of one's own gives out keys as it likes.
  'custom.api_key': {
    prefix: '',
    signs: `${alphanumeric}/+=_-`,
    length: 40,
    special: '/+=_-',
    shownLength: 4,
  },
} as const satisfies Record<string, Kind>;

export type CanaryKind = keyof typeof kinds;

export const canaryKinds: readonly CanaryKind[] = Object.keys(kinds).filter(isKind);

function isKind(name: string): name is CanaryKind {
  return Object.hasOwn(kinds, name);
}

/** Makes canaries and remembers every one: what was never made cannot be looked for. */
export class CanaryMint {
  readonly #made: Canary[] = [];

  /** A key for a field for keys. */
  entrust(kind: CanaryKind, where: string): Canary {
    return this.#make(kind, where, { isEntrusted: true });
  }

  /** A key for a place where it does not belong. */
  misplace(kind: CanaryKind, where: string, isRepeated = false): Canary {
    return this.#make(kind, where, { isEntrusted: false, isRepeated });
  }

  #make(kind: CanaryKind, where: string, use: Pick<Canary, 'isEntrusted' | 'isRepeated'>): Canary {
    const { prefix, shownLength, ...rest }: Kind = kinds[kind];
    const canary = {
      name: `${kind} in ${where}`,
      text: `${prefix}${body(rest)}${rest.suffix ?? ''}`,
      publicLength: prefix.length,
      shownLength,
      ...use,
    };
    this.#made.push(canary);
    return canary;
  }

  get made(): readonly Canary[] {
    return this.#made;
  }
}

/**
 * Drawn anew where chance has made it look like no key, which nobody could tell from a name, or where a run of it could
 * as well be a number in hexadecimal, of which everything is full.
 */
function body(kind: Pick<Kind, 'signs' | 'length' | 'special'>): string {
  const hasAllSigns = kind.signs.startsWith(alphanumeric);
  for (;;) {
    const text = draw(kind);
    if (!/[0-9A-Fa-f]{8}/.test(text) && (!hasAllSigns || isTypical(text))) return text;
  }
}

function isTypical(text: string): boolean {
  const changes = text.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g) ?? [];
  return /[0-9]/.test(text) && /[A-Z]/.test(text) && changes.length >= text.length / 5;
}

function draw({ signs, length, special }: Pick<Kind, 'signs' | 'length' | 'special'>): string {
  const drawn = Array.from({ length }, () => signs.charAt(randomInt(signs.length)));
  // In the middle: neither the first characters nor the last four may be all there is of a sign.
  for (const [index, sign] of [...special].entries()) drawn[9 + index * 3] = sign;
  return drawn.join('');
}

/** A word that is no secret, put where secrets might end up too: a scan that does not find it has looked at nothing. */
export function makeBeacon(): string {
  return `beacon-${randomBytes(8).toString('hex')}`;
}
