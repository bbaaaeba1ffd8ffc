/** How a tenant has its texts inspected. Plain data, so that it can be stored as it is. */
export interface InspectionSettings {
  /** Whether names of people, places and organisations are looked for. */
  readonly names: boolean;
  /** How a token is written that stands for a value: `<EMAIL_1>`, `[[EMAIL_1]]` or `EMAIL_k7f3q2`. */
  readonly tokenFormat: TokenFormat;
  /** Terms that are never reported, whatever detector finds them. */
  readonly allow: readonly string[];
  /** Terms that are always reported, under names of the tenant's own. */
  readonly deny: readonly DenyList[];
  readonly recognisers: readonly CustomRecogniser[];
  /** Whether whoever decides about a held request is shown its text. */
  readonly contentInApprovals: boolean;
}

export const tokenFormats = ['angle', 'bracket', 'stable'] as const;
export type TokenFormat = (typeof tokenFormats)[number];

export interface DenyList {
  /** What findings of it are called, such as `PROJECT_NAME`. */
  readonly name: string;
  readonly terms: readonly string[];
}

/** A pattern of the tenant's own. */
export interface CustomRecogniser {
  /** What findings of it are called, such as `EMPLOYEE_ID`. */
  readonly name: string;
  /** RE2 syntax. */
  readonly pattern: string;
  /** Words that make a match more likely where they stand near it. */
  readonly context: readonly string[];
  /** 1 to 100: how sure a match without context is. */
  readonly score: number;
  readonly checksum: RecogniserChecksum | undefined;
}

/**
 * What the digits of a match have to satisfy: ISO/IEC 7812-1 (Luhn), ISO/IEC 7064 MOD 97-10, weights 1, 2, 3 … from the last
 * digit on modulo 11, or Verhoeff.
 */
export const recogniserChecksums = ['luhn', 'mod97', 'mod11', 'verhoeff'] as const;
export type RecogniserChecksum = (typeof recogniserChecksums)[number];

export const defaultInspection: InspectionSettings = {
  names: false,
  tokenFormat: 'angle',
  allow: [],
  deny: [],
  recognisers: [],
  contentInApprovals: false,
};

/** The names under which a tenant's own lists and patterns report, which policies may refer to. */
export function ownTypes({ deny, recognisers }: InspectionSettings): readonly string[] {
  return [...new Set([...deny, ...recognisers].map(({ name }) => name))];
}
