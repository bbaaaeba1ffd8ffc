import { MonagoError } from '../../domain/errors.ts';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import {
  type HiddenText,
  type HidePlace,
  type Hiding as HidingRules,
  hideJsonMatches,
  hideMatches,
} from '../../domain/inspection/tokens/hide-matches.ts';
import type { Vault } from '../../domain/inspection/tokens/vault.ts';
import type { Obligations } from '../../domain/policy/bundle/decision.ts';
import { redactionOf } from '../../domain/policy/bundle/obligations.ts';
import type { JsonEdit } from '../../domain/protocol/json-edit.ts';
import type { Segment } from '../../domain/protocol/segments/segment.ts';
import { headerStep } from '../prompt/texts-around.ts';
import { isSensitive } from './verdict.ts';

/** What has to be changed in a body, and what that hides. */
export interface Hiding {
  readonly edits: readonly JsonEdit[];
  /** Types that were hidden, in the order of the body. */
  readonly types: readonly string[];
  /** Names of headers that stay here: nothing in them can be replaced, and requests go without them. */
  readonly headers: readonly string[];
}

/**
 * Hides what policy wants hidden, in the order of the body, so that the same conversation always gives the same tokens.
 * @throws MonagoError `pii_blocked` for something that has to be hidden where nothing else may stand
 */
export function hideInBody(
  { places }: Pick<Inspection, 'places'>,
  obligations: Obligations,
  vault: Vault,
): Hiding {
  const edits: JsonEdit[] = [];
  const types = new Set<string>();
  const headers: string[] = [];
  const how = (type: string) => redactionOf(obligations, type);
  for (const { segment, due } of placesDue(places, how)) {
    if (segment.use === 'fixed') headers.push(...withheldFor(segment, due, obligations));
    else {
      const { text, hidden } = hideIn(segment, due, { how, vault });
      for (const type of hidden.keys()) types.add(type);
      edits.push({ path: segment.path, text: JSON.stringify(text) });
    }
  }
  return { edits, types: [...types], headers };
}

function hideIn(
  { text, use }: Segment,
  due: readonly HidePlace[],
  hiding: HidingRules,
): HiddenText {
  return use === 'json' ? hideJsonMatches(text, due, hiding) : hideMatches(text, due, hiding);
}

interface DuePlace {
  readonly segment: Segment;
  readonly due: readonly HidePlace[];
}

// A model's signed words go back to where they came from, or nowhere.
function placesDue(places: Inspection['places'], how: HidingRules['how']): readonly DuePlace[] {
  return places
    .map(({ segment, found }) => ({
      segment,
      due: found.filter(({ type }) => how(type) !== undefined),
    }))
    .filter(({ segment, due }) => due.length > 0 && segment.use !== 'signed');
}

/**
 * What concerns a person blocks the request; a date or the address of a picture only where a policy names it.
 * @returns the header that it stands in, without which the request may go
 */
function withheldFor(
  segment: Segment,
  due: readonly HidePlace[],
  { redact }: Obligations,
): readonly string[] {
  const named = due.find(({ type }) => redact.has(type) || isSensitive(type));
  if (named === undefined) return [];
  const [step, header] = segment.path;
  if (step === headerStep) return [String(header)];
  throw stuck(named.type, segment);
}

function stuck(type: string, { path }: Segment): MonagoError {
  return new MonagoError('pii_blocked', {
    message: `Blocked by policy: ${type} stands in \`${path.join('.')}\`, where it cannot be replaced. Remove it.`,
    param: path.join('.'),
  });
}
