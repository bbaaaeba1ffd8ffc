import type { EntityType } from '../entity.ts';
import type { Match } from '../match.ts';
import type { Hit } from './detector.ts';

/** What a detector says of a place, without the place. */
export type Claim = Omit<Match, 'start' | 'end'>;

const noEvidence: Match['evidence'] = {};
const rightCheckDigit: Match['evidence'] = { checksum: true };

/**
 * What one detector says. It mostly says the same of the next place as of the last, and a text may hold hundreds of thousands of
 * places: they share one claim as long as it stays the same.
 */
export class Claims {
  readonly #detector: string;
  readonly #type: EntityType;
  #last: Claim | undefined;

  constructor(detector: string, type: EntityType) {
    this.#detector = detector;
    this.#type = type;
  }

  of(hit: Omit<Hit, 'start' | 'end'>): Claim {
    const last = this.#last;
    if (last !== undefined && this.#isSame(last, hit)) return last;
    const claim: Claim = {
      type: hit.type ?? this.#type,
      score: hit.score,
      detector: this.#detector,
      evidence: evidenceOf(hit),
    };
    this.#last = claim;
    return claim;
  }

  #isSame({ score, type, evidence }: Claim, hit: Omit<Hit, 'start' | 'end'>): boolean {
    return (
      score === hit.score &&
      type === (hit.type ?? this.#type) &&
      evidence.context === hit.context &&
      (evidence.checksum === true) === (hit.checksum === true)
    );
  }
}

function evidenceOf({ checksum, context }: Omit<Hit, 'start' | 'end'>): Match['evidence'] {
  if (context === undefined) return checksum === true ? rightCheckDigit : noEvidence;
  return checksum === true ? { checksum, context } : { context };
}
