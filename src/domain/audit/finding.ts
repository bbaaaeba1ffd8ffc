/** The checks of docs/formats/audit.md. V0 is about the files of a bundle, `subject` about what a receipt is for. */
export type CheckId =
  | 'V0'
  | 'V1'
  | 'V2'
  | 'V3'
  | 'V4'
  | 'V5'
  | 'V6'
  | 'V7'
  | 'V8'
  | 'V9'
  | 'V10'
  | 'V11'
  | 'V12'
  | 'V13'
  | 'V14'
  | 'V15'
  | 'V16'
  | 'V17'
  | 'V18'
  | 'subject';

/** What one fault means for the whole: proof of tampering, or evidence that is not there. */
export type Weight = 'tampered' | 'incomplete';

export interface Finding {
  readonly check: CheckId;
  readonly weight: Weight;
  readonly message: string;
  /** Position in the log of the entry at fault. */
  readonly index?: number;
  /** File of the bundle that the finding is about. */
  readonly file?: string;
  readonly expected?: string;
  readonly actual?: string;
}

const shownPerCheckMax = 10;
const valueLengthMax = 200;

/** Collects findings in bounded memory: it counts all and keeps the first few of each check. */
export class Findings {
  readonly #shown: Finding[] = [];
  readonly #counts = new Map<CheckId, number>();
  readonly #firstBad: Record<Weight, number | undefined> = {
    tampered: undefined,
    incomplete: undefined,
  };
  #isTampered = false;

  add(finding: Finding): void {
    const count = (this.#counts.get(finding.check) ?? 0) + 1;
    this.#counts.set(finding.check, count);
    const { weight, index } = finding;
    if (weight === 'tampered') this.#isTampered = true;
    const first = this.#firstBad[weight];
    if (index !== undefined && index < (first ?? index + 1)) this.#firstBad[weight] = index;
    if (count <= shownPerCheckMax) this.#shown.push(clipped(finding));
  }

  get verdict(): 'verified' | Weight {
    if (this.#isTampered) return 'tampered';
    return this.#counts.size === 0 ? 'verified' : 'incomplete';
  }

  /** The first entry that is named by a finding of the verdict's weight. */
  get firstBadIndex(): number | undefined {
    return this.#firstBad[this.#isTampered ? 'tampered' : 'incomplete'];
  }

  /** By position in the log, then by number of the check; what concerns no single entry comes last. */
  get shown(): Finding[] {
    const positionOf = (finding: Finding) => finding.index ?? Number.MAX_SAFE_INTEGER;
    return this.#shown.toSorted(
      (left, right) => positionOf(left) - positionOf(right) || numberOf(left) - numberOf(right),
    );
  }

  /** How many findings each check has, the unshown included. */
  get counts(): Partial<Record<CheckId, number>> {
    return Object.fromEntries(this.#counts);
  }
}

function numberOf({ check }: Finding): number {
  return check === 'subject' ? Number.MAX_SAFE_INTEGER : Number(check.slice(1));
}

function clipped(finding: Finding): Finding {
  const { expected, actual } = finding;
  return {
    ...finding,
    message: finding.message.slice(0, valueLengthMax),
    ...(expected === undefined ? {} : { expected: expected.slice(0, valueLengthMax) }),
    ...(actual === undefined ? {} : { actual: actual.slice(0, valueLengthMax) }),
  };
}
