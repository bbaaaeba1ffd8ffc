import type { Recognised } from '../../../../domain/inspection/match.ts';
import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import { type Fields, isFields } from '../../../../domain/protocol/segments/segment.ts';
import type { Governance } from '../../governance.ts';
import type { WholeText } from './event-shape.ts';

// As much as is read together, and as many places as are remembered.
const reach = 128;
const placesMax = 1_000;

/**
 * Texts of events that come in no lane that Monago knows: servers have members of their own, and may say in them piece by piece
 * what no single piece says.
 */
export class LooseTexts {
  readonly #detectors: Governance['detectors'];
  /** The end of what was said at a place. */
  readonly #said = new Map<string, string>();

  constructor({ detectors }: Governance) {
    this.#detectors = detectors;
  }

  /**
   * What a text says together with those that came before it at the same place.
   * @throws what a detector does
   */
  foundAcross({ path, text }: WholeText, event: Fields): readonly Recognised[] {
    const place = placeOf(path, event);
    const before = this.#said.get(place) ?? '';
    // What is told again, as it is or with more at its end, goes on from nothing.
    const isRepeated = text.startsWith(before);
    const joined = isRepeated ? text : before + text;
    if (this.#said.has(place) || this.#said.size < placesMax) {
      this.#said.set(place, joined.slice(-reach));
    }
    if (isRepeated) return [];
    const whole = this.#detectors.scan(joined.slice(0, before.length + reach));
    const across = whole.filter(({ start, end }) => start < before.length && before.length < end);
    return across.length === 0 ? across : this.#notWithin(across, before, joined);
  }

  /** What either text says by itself does not go on in the other, however they look side by side. */
  #notWithin(across: readonly Recognised[], before: string, joined: string): readonly Recognised[] {
    const rest = joined.slice(before.length, before.length + reach);
    const first = this.#detectors.scan(before);
    const second = this.#detectors.scan(rest);
    return across.filter(
      ({ start, end }) =>
        !first.some((own) => own.end > start) &&
        !second.some((own) => own.start + before.length < end),
    );
  }
}

const indexes = ['index', 'output_index', 'content_index', 'contentBlockIndex'];

/** Of choices, items and blocks the number counts that they have themselves, not where they stand in an event. */
function placeOf(path: JsonPath, event: Fields): string {
  let value: unknown = event;
  const steps = [String(event['type'] ?? ''), ...numbersIn(event)];
  for (const step of path) {
    value = Array.isArray(value) ? value[Number(step)] : isFields(value) ? value[step] : undefined;
    const own = numbersIn(value);
    steps.push(own.length > 0 && typeof step === 'number' ? own.join() : String(step));
  }
  return steps.join('/');
}

function numbersIn(value: unknown): readonly string[] {
  if (!isFields(value)) return [];
  return indexes.flatMap((name) => (typeof value[name] === 'number' ? [`#${value[name]}`] : []));
}
