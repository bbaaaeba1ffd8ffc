import type { Inspection } from '../../../domain/inspection/inspection.ts';
import { inspectSegments } from '../../../domain/inspection/inspection.ts';
import type { Recognised } from '../../../domain/inspection/match.ts';
import { applyEdits, type Edit } from '../../../domain/inspection/tokens/edits.ts';
import { hideMatches } from '../../../domain/inspection/tokens/hide-matches.ts';
import { fitJson } from '../../../domain/inspection/tokens/json-edits.ts';
import { JsonStrings } from '../../../domain/inspection/tokens/json-strings.ts';
import { restoreJsonText, restoreText } from '../../../domain/inspection/tokens/restore.ts';
import { Vault } from '../../../domain/inspection/tokens/vault.ts';
import { editJson, type JsonEdit } from '../../../domain/protocol/json-edit.ts';
import {
  type Fields,
  isFields,
  listOf,
  type Segment,
} from '../../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../../domain/protocol/segments/segments-of.ts';
import type { Governance } from '../governance.ts';
import type { AnswerJudge, AnswerState } from './answer-judge.ts';
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
  const segments = segmentsOf(answer);
  const inspection = inspectSegments(segments, governance.detectors, isLate);
  judge.state = stateOf(answer);
  judge.read(inspection.characters);
  judge.addUnread(segments.unread);
  if (inspection.status === 'failed') judge.fail();
  judge.learn(
    inspection.places.flatMap(({ found }) => found),
    inspection.injection,
  );
  const edits = segments.segments.flatMap((segment) => editOf(segment, inspection, use) ?? []);
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
  const hidden = hideMatches(text, found.filter(isFree), { how, vault: nothingKept });
  judge.addHidden(hidden.hidden.keys());
  const fitted = isJson ? fitJson(text, hidden.edits, new JsonStrings()) : hidden.edits;
  if (fitted.length + restored.length === 0) return text;
  const edits: readonly Edit[] = [...fitted, ...restored].sort((a, b) => a.start - b.start);
  return applyEdits(text, edits);
}

// No style of an answer keeps a value: see `AnswerJudge.styleOf`.
const nothingKept = new Vault({ format: 'angle' });

/** What an answer says of itself, in any of the formats. */
function stateOf(answer: Fields): AnswerState {
  const usage = isFields(answer['usage']) ? answer['usage'] : {};
  const tokens = usage['completion_tokens'] ?? usage['output_tokens'] ?? usage['outputTokens'];
  const [choice] = listOf(answer['choices']);
  const reason =
    (isFields(choice) ? choice['finish_reason'] : undefined) ??
    answer['stop_reason'] ??
    answer['stopReason'] ??
    answer['status'];
  return {
    model: typeof answer['model'] === 'string' ? answer['model'] : '',
    finishReason: typeof reason === 'string' ? reason : '',
    outputTokens: typeof tokens === 'number' ? tokens : 0,
    toolCalls: toolCallsIn(answer),
  };
}

function toolCallsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toolCallsIn);
  if (!isFields(value)) return [];
  const own = calledBy(value);
  if (own !== undefined) return [own];
  const inner = ['choices', 'message', 'tool_calls', 'content', 'output'];
  return inner.flatMap((name) => toolCallsIn(value[name]));
}

/** The name of the tool that a part of an answer calls. */
function calledBy(part: Fields): string | undefined {
  const type = typeof part['type'] === 'string' ? part['type'] : '';
  const isCall = /(?:_use|_call)$/.test(type) || type === 'function' || type === 'custom';
  for (const inner of [
    part['function'],
    part['custom'],
    part['toolUse'],
    isCall ? part : undefined,
  ]) {
    const name = isFields(inner) ? inner['name'] : undefined;
    if (typeof name === 'string') return name;
  }
  return isCall ? type : undefined;
}
