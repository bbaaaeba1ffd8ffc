import type { Ledger } from '../ledger.ts';
import type { ModelAbilities } from '../model-abilities.ts';
import type { CacheMarks } from './cache-marks.ts';
import type { GivenNames } from './given-names.ts';

/** What all parts of a request share while it is written. */
export interface Writing {
  readonly abilities: ModelAbilities;
  readonly ledger: Ledger;
  readonly marks: CacheMarks;
  readonly toolNames: GivenNames;
}
