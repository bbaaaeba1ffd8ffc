import type { InspectionSettings } from '../inspection-settings.ts';
import type { Recognised } from '../match.ts';
import { AllowedValues } from './allowed-values.ts';
import { layerMatches } from './layer-matches.ts';
import { Recognisers } from './recognisers.ts';
import { ScanBudget } from './scan-budget.ts';
import { TermIndex } from './term-index.ts';
import { placeFound, textViews } from './text-views.ts';

/** Adds what a tenant's own detectors recognise in a text to what the packs do, and takes out what is allowed. */
export type OwnDetectors = (text: string, found: readonly Recognised[]) => readonly Recognised[];

/**
 * Undefined for settings that add nothing.
 * @param now milliseconds from any start, never going back
 */
export function ownDetectors(
  { allow, deny, recognisers }: InspectionSettings,
  now: () => number,
): OwnDetectors | undefined {
  const allowed = new AllowedValues(allow);
  const terms = new TermIndex(deny);
  const patterns = new Recognisers(recognisers);
  if (terms.isEmpty && patterns.isEmpty) {
    return allowed.isEmpty ? undefined : (text, found) => allowed.without(text, found);
  }
  return (text, found) => {
    const budget = new ScanBudget(text.length, now);
    const views = textViews(text);
    const own = views.flatMap((view) =>
      placeFound(
        view,
        patterns.find(view.text, () => budget.check()),
      ),
    );
    const denied = views
      .filter(({ isFolded }) => isFolded)
      .flatMap((view) => placeFound(view, findTerms(terms, view.text)));
    const parts = { found, own: unique(own), denied };
    if (allowed.isEmpty) return layerMatches(text, parts);
    return layerMatches(text, {
      found: allowed.without(text, found),
      own: allowed.without(text, parts.own),
      denied: allowed.without(text, denied),
    });
  };
}

function findTerms(terms: TermIndex, text: string): readonly Recognised[] {
  return terms.find(text).map(({ list, start, end }) => ({
    type: list,
    start,
    end,
    score: 1,
    detector: `deny.${list}`,
    evidence: { gazetteer: true },
  }));
}

/** Views show mostly the same. */
function unique(matches: readonly Recognised[]): readonly Recognised[] {
  const seen = new Map(
    matches.map((match) => [`${match.start} ${match.end} ${match.detector}`, match]),
  );
  return [...seen.values()];
}
