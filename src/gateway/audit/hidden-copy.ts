import { type Inspection, inspectSegments } from '../../domain/inspection/inspection.ts';
import {
  type Hiding,
  hideJsonMatches,
  hideMatches,
} from '../../domain/inspection/tokens/hide-matches.ts';
import { Vault } from '../../domain/inspection/tokens/vault.ts';
import { editJson } from '../../domain/protocol/json-edit.ts';
import type { Segments } from '../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../domain/protocol/segments/segments-of.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { Exchange } from '../exchange.ts';
import { decodeUtf8, readJsonObject } from '../prompt/read-json.ts';

/** Bytes with nothing in them that a detector knows. */
export interface HiddenCopy {
  /** `whole`: there was nothing to hide. `withheld`: nobody can tell, or it cannot be hidden. */
  readonly form: 'whole' | 'altered' | 'withheld';
  readonly bytes: Buffer;
}

export const withheld: HiddenCopy = { form: 'withheld', bytes: Buffer.alloc(0) };

const inspectionMaxMs = 1_500;
// With the style that the log has, no vault is asked for anything.
const nothingKept = new Vault({ format: 'angle' });
const hiding: Hiding = { how: () => 'redact', vault: nothingKept };

/**
 * A JSON body with everything hidden that the tenant's detectors find, whatever policy made of it. Never throws: what cannot
 * be read is not kept.
 * @param wire of a request; undefined for an answer
 */
export function hiddenCopy(body: Buffer, wire: Wire | undefined, exchange: Exchange): HiddenCopy {
  try {
    const segments = segmentsOf(readJsonObject(body), wire);
    const inspection = inspected(segments, exchange);
    if (inspection === undefined) return withheld;
    const { places } = inspection;
    if (places.length === 0) return { form: 'whole', bytes: body };
    if (places.some(({ segment: { use } }) => use === 'fixed' || use === 'signed')) return withheld;
    const edits = places.map(({ segment: { path, text, use }, found }) => {
      const hidden = (use === 'json' ? hideJsonMatches : hideMatches)(text, found, hiding);
      return { path, text: JSON.stringify(hidden.text) };
    });
    return { form: 'altered', bytes: Buffer.from(editJson(decodeUtf8(body), edits)) };
  } catch {
    return withheld;
  }
}

/** The same of texts that have no body of their own, such as those of a stream. @param body that they are from */
export function hiddenTexts(body: Buffer, segments: Segments, exchange: Exchange): HiddenCopy {
  const inspection = inspected(segments, exchange);
  if (inspection === undefined) return withheld;
  const { places } = inspection;
  if (places.length === 0) return { form: 'whole', bytes: body };
  const texts = segments.segments.map((segment) => {
    const found = places.find((place) => place.segment === segment)?.found ?? [];
    return hideMatches(segment.text, found, hiding).text;
  });
  return { form: 'altered', bytes: Buffer.from(texts.join('\n\n')) };
}

/** Undefined where not all of it can be read. */
function inspected(segments: Segments, { governance, use }: Exchange): Inspection | undefined {
  if (governance === undefined || segments.unread.length > 0) return undefined;
  const end = use.clock.monotonic() + inspectionMaxMs;
  const isLate = () => use.clock.monotonic() > end;
  const inspection = inspectSegments(segments, governance.detectors, isLate);
  return inspection.status === 'failed' ? undefined : inspection;
}
