import type { Inspection } from '../../../domain/inspection/inspection.ts';
import { inspectSegments } from '../../../domain/inspection/inspection.ts';
import type { Recognised } from '../../../domain/inspection/match.ts';
import { applyEdits, type Edit } from '../../../domain/inspection/tokens/edits.ts';
import { hideJsonMatches, hideMatches } from '../../../domain/inspection/tokens/hide-matches.ts';
import { restoreJsonText, restoreText } from '../../../domain/inspection/tokens/restore.ts';
import { Vault } from '../../../domain/inspection/tokens/vault.ts';
import { editJson, type JsonEdit } from '../../../domain/protocol/json-edit.ts';
import { isFields, type Segment } from '../../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../../domain/protocol/segments/segments-of.ts';
import type { Governance } from '../governance.ts';
import type { AnswerJudge } from './answer-judge.ts';
import { stateOf } from './answer-state.ts';
import { withoutEcho } from './echo.ts';
import { staleMarks } from './stale-marks.ts';

export interface BodyGoverning {
  readonly judge: AnswerJudge;
  readonly governance: Governance;
  /** What tokens of the request stand for. */
  readonly vault: Vault;
  readonly isLate: () => boolean;
}

/**
 * Does with a whole answer what policy says, and puts the values back that the request had hidden. It is inspected as the
 * model wrote it: what comes back to whom it came from is no leak.
 * @param body JSON in the client's format
 * @throws MonagoError with the code of the block; SyntaxError for what is no JSON object
 */
export function governBody(body: string, use: BodyGoverning): string {
  const { judge, governance, isLate } = use;
  const answer: unknown = JSON.parse(body);
  if (!isFields(answer)) throw new SyntaxError('not a JSON object');
  const { said, echo } = withoutEcho(answer);
  const segments = segmentsOf(said);
  const inspection = inspectSegments(segments, governance.detectors, isLate);
  judge.state = stateOf(answer);
  judge.read(inspection.characters);
  judge.addUnread(segments.unread);
  if (inspection.status === 'failed') judge.fail();
  judge.learn(
    inspection.places.flatMap(({ found }) => found),
    inspection.injection,
  );
  for (const { segment, found } of inspection.places) {
    if (segment.use === 'fixed') judge.refuseStuck(found);
  }
  const edits = [...segments.segments, ...segmentsOf(echo).segments].flatMap(
    (segment) => editOf(segment, inspection, use) ?? [],
  );
  if (edits.length === 0) return body;
  const marks = staleMarks(answer, edits);
  const others = edits.filter(
    ({ path }) => !marks.some((mark) => mark.path.every((step, at) => path[at] === step)),
  );
  return editJson(body, [...others, ...marks]);
}

function editOf(
  segment: Segment,
  { places }: Inspection,
  use: BodyGoverning,
): JsonEdit | undefined {
  if (segment.use === 'signed' || segment.use === 'fixed') return undefined;
  const found = places.find((place) => place.segment === segment)?.found ?? [];
  const text = governText(segment.text, { ...use, found, isJson: segment.use === 'json' });
  return text === segment.text ? undefined : { path: segment.path, text: JSON.stringify(text) };
}

interface TextGoverning extends Pick<BodyGoverning, 'judge' | 'vault'> {
  readonly found: readonly Recognised[];
  readonly isJson: boolean;
}

/** One text with what is to be hidden hidden, and what was hidden in the request restored. */
export function governText(text: string, { judge, vault, found, isJson }: TextGoverning): string {
  const rules = { vault };
  const restored =
    vault.size === 0 ? [] : (isJson ? restoreJsonText : restoreText)(text, rules).edits;
  const isFree = ({ start, end }: Recognised) =>
    !restored.some((edit) => start < edit.end && edit.start < end);
  const how = (type: string) => judge.styleOf(type);
  const hide = isJson ? hideJsonMatches : hideMatches;
  const { edits: hiding, hidden } = hide(text, found.filter(isFree), { how, vault: nothingKept });
  judge.addHidden(hidden.keys());
  if (hiding.length + restored.length === 0) return text;
  const edits: readonly Edit[] = [...hiding, ...restored].sort((a, b) => a.start - b.start);
  return applyEdits(text, edits);
}

// No style of an answer keeps a value: see `AnswerJudge.styleOf`.
const nothingKept = new Vault({ format: 'angle' });
