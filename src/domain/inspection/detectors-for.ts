import { injectionSignals } from './injection/injection-signals.ts';
import type { Detectors } from './inspection.ts';
import type { InspectionSettings } from './inspection-settings.ts';
import { packsOf } from './packs/packs.ts';
import { compilePlan, type ScanPlan } from './scan/plan.ts';
import { scanText } from './scan/scan-text.ts';

let shared: ScanPlan | undefined;

/** Every pack there is. Its tables take a while to make, and are the same for every tenant. */
function sharedPlan(): ScanPlan {
  shared ??= compilePlan({ packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']) });
  return shared;
}

/** What reads the texts of a tenant. */
export function detectorsFor(_settings: InspectionSettings): Detectors {
  const plan = sharedPlan();
  return { scan: (text) => scanText(text, plan), findInjection: injectionSignals };
}
