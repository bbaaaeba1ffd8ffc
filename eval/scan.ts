import type { Match } from '../src/domain/inspection/match.ts';
import { nameTagger } from '../src/domain/inspection/names/name-tagger.ts';
import { packsOf } from '../src/domain/inspection/packs/packs.ts';
import { compilePlan } from '../src/domain/inspection/scan/plan.ts';
import type { ScanState } from '../src/domain/inspection/scan/scan-state.ts';
import { scanText } from '../src/domain/inspection/scan/scan-text.ts';

/** All packs at once is the hardest case for precision: every country's numbers may be mistaken for another's. */
const plan = compilePlan({
  packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']),
  nameTagger: nameTagger(),
});

export function scan(text: string, state?: ScanState): readonly Match[] {
  return scanText(text, plan, state);
}
