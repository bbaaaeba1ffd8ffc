import type { InspectionSettings } from '../inspection-settings.ts';
import type { Recognised } from '../match.ts';
import { AllowedValues } from './allowed-values.ts';
import { layerMatches } from './layer-matches.ts';
import { openText } from './open-text.ts';
import { Recognisers } from './recognisers.ts';
import { ScanBudget } from './scan-budget.ts';
import { TermIndex } from './term-index.ts';
import { placeFound, textViews } from './text-views.ts';

/** What a tenant's own lists and patterns add to what the packs recognise. */
export interface OwnDetectors {
  /** Adds what they recognise in a text to what was found, and takes out what is allowed. */
  complete(text: string, found: readonly Recognised[]): readonly Recognised[];
  /** From where on the end of a text may still become something, should it go on. */
  openFrom(text: string): number;
}

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
  if (terms.isEmpty && patterns.isEmpty && allowed.isEmpty) return undefined;
  const without = (text: string, found: readonly Recognised[]) => allowed.without(text, found);
  return {
    openFrom: openText(terms, recognisers),
    complete: (text, found) => {
      if (terms.isEmpty && patterns.isEmpty) return without(text, found);
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
      return layerMatches(text, {
        found: without(text, found),
        own: without(text, unique(own)),
        denied: without(text, denied),
      });
    },
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
