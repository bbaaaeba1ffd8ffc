import { ownDetectors } from './custom/own-detectors.ts';
import { injectionSignals } from './injection/injection-signals.ts';
import type { Detectors } from './inspection.ts';
import type { InspectionSettings } from './inspection-settings.ts';
import { nameTagger } from './names/name-tagger.ts';
import { packsOf } from './packs/packs.ts';
import { compilePlan, type ScanPlan } from './scan/plan.ts';
import { scanText } from './scan/scan-text.ts';

/** One text may take as long as all of a request: longer ones are made to. */
const scanMsMax = 1_500;
/** Shorter texts end before anybody would look at the time. */
const longMin = 65_536;

interface Plans {
  readonly withNames: ScanPlan;
  readonly withoutNames: ScanPlan;
}

let shared: Plans | undefined;

/** Every pack there is. Its tables take a while to make, and are the same for every tenant. */
function sharedPlans(): Plans {
  if (shared) return shared;
  const withoutNames = compilePlan({
    packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']),
  });
  shared = { withoutNames, withNames: { ...withoutNames, nameTagger: nameTagger() } };
  return shared;
}

/**
 * What reads the texts of a tenant. Its scan throws when a text or the tenant's own patterns take too long.
 * @param now milliseconds from any start, never going back
 */
export function detectorsFor(settings: InspectionSettings, now: () => number): Detectors {
  const plans = sharedPlans();
  const plan = settings.names ? plans.withNames : plans.withoutNames;
  const own = ownDetectors(settings, now);
  return {
    scan: (text, state) => {
      const find = () => scanText(text, plan, state);
      const found = text.length > longMin ? plan.limit.within(scanMsMax, now, find) : find();
      return own ? own.complete(text, found) : found;
    },
    openFrom: (text) => own?.openFrom(text) ?? text.length,
    findInjection: injectionSignals,
  };
}
