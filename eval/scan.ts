import { injectionSignals } from '../src/domain/inspection/injection/injection-signals.ts';
import type { Match } from '../src/domain/inspection/match.ts';
import { nameTagger } from '../src/domain/inspection/names/name-tagger.ts';
import { everyPack } from '../src/domain/inspection/packs/packs.ts';
import { compilePlan } from '../src/domain/inspection/scan/plan.ts';
import type { ScanState } from '../src/domain/inspection/scan/scan-state.ts';
import { scanText } from '../src/domain/inspection/scan/scan-text.ts';
import { warmUp } from '../src/domain/inspection/warm-up/warm-up.ts';
import { processorTime } from './metrics/processor-time.ts';

/** All packs at once is the hardest case for precision: every country's numbers may be mistaken for another's. */
const plan = compilePlan({ packs: everyPack(), nameTagger: nameTagger() });

export function scan(text: string, state?: ScanState): readonly Match[] {
  return scanText(text, plan, state);
}

export interface WarmUp {
  readonly kilobytes: number;
  /** Of processor time. */
  readonly ms: number;
}

/** What the gateway does with its inspection when it starts, so that times are those of requests. */
export function warmUpAsGateway(): WarmUp {
  let characters = 0;
  const microseconds = processorTime(() => {
    for (const length of warmUp({ scan, findInjection: injectionSignals })) characters += length;
  });
  return { kilobytes: Math.round(characters / 1_024), ms: Math.round(microseconds / 1_000) };
}
