import type { AuditedResponse } from '../../../domain/audit/fact.ts';
import { type Inspection, inspectSegments } from '../../../domain/inspection/inspection.ts';
import {
  isFields,
  type Segment,
  type Segments,
} from '../../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../../domain/protocol/segments/segments-of.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import type { Wire } from '../../../domain/protocol/wire.ts';
import { auditedFindings } from '../../audit/audited-findings.ts';
import type { Exchange } from '../../exchange.ts';
import type { Answer } from '../../relay/answer.ts';
import { inChunks, unwrapped } from '../../relay/courses/wrapping.ts';
import { awsEventStream, serverSentEvents } from '../../relay/frames/framing.ts';
import { isEventStream, plainBody } from '../../relay/plain-body.ts';
import { fieldsOf } from '../../relay/readings/reading.ts';
import { AnswerJudge } from './answer-judge.ts';
import { type AnswerState, noted, nothingYet, stateOf } from './answer-state.ts';
import { withoutEcho } from './echo.ts';
import { isWordless } from './governs-answer.ts';
import { isAmong } from './stream/event-texts.ts';
import { shapeOfEvents } from './stream/shape-of.ts';

interface PassedAnswer {
  readonly segments: Segments;
  readonly state: AnswerState;
}

/**
 * What stands in an answer that no policy in force is about and that passed as it came, and what policies that only watch say
 * to it. Undefined where that is not known: for one that is too long to be remembered, packed in an unknown way, cut short,
 * or no words at all.
 */
export async function inspectPassed(
  { head, transcript, end }: Answer,
  wire: Wire,
  exchange: Exchange,
): Promise<AuditedResponse | undefined> {
  const { governance, use, request } = exchange;
  const isWhole = head !== undefined && head.status < 300 && end === 'complete';
  if (!isWhole || governance === undefined || isWordless(request)) return undefined;
  const body = transcript.whole();
  const plain = body && (await plainBody(head, body, use));
  const streamed = isEventStream(head) ? wire : undefined;
  const passed = plain && readAnswer(plain, streamed, exchange);
  if (passed === undefined) return undefined;
  const inspection = inspectSegments(passed.segments, governance.detectors, () => false);
  if (inspection.status === 'failed') return undefined;
  if (!governance.watchesAnswers) {
    return { decision: 'allowed', pii: auditedFindings(inspection, undefined) };
  }
  const judge = new AnswerJudge(exchange, streamed ? ['stream', 'response'] : ['response']);
  conclude(judge, passed.state, inspection);
  return exchange.answer;
}

/** Policies that only watch refuse nothing. */
function conclude(judge: AnswerJudge, state: AnswerState, inspection: Inspection): void {
  const { places, injection, characters, unread } = inspection;
  judge.state = state;
  judge.read(characters);
  judge.addUnread(unread);
  judge.learn(
    places.flatMap(({ found }) => found),
    injection,
  );
  judge.conclude();
}

function readAnswer(
  body: Buffer,
  streamed: Wire | undefined,
  exchange: Exchange,
): PassedAnswer | undefined {
  try {
    if (streamed !== undefined) return readStream(body, streamed, exchange);
    const answer = fieldsOf(body.toString('utf8').trim());
    return isFields(answer)
      ? { segments: segmentsOf(withoutEcho(answer).said), state: stateOf(answer) }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Every text of a stream, its pieces put together. @throws for what is no such stream */
export function streamedTexts(body: Buffer, wire: Wire, exchange: Exchange): Segments {
  return readStream(body, wire, exchange).segments;
}

/** The pieces of a stream, put together. */
function readStream(body: Buffer, wire: Wire, { use }: Exchange): PassedAnswer {
  const isAws = wire === 'converse' || wire === 'invoke';
  const framing = isAws ? awsEventStream(use.eventStream) : serverSentEvents;
  const { unwrap } = wire === 'invoke' ? inChunks : unwrapped;
  const frames = framing
    .splitter()
    .push(body)
    .map((frame) => unwrap(framing.decode(frame)));
  const lanes = new Map<string, Said>();
  let state = nothingYet;
  for (const frame of frames)
    if (frame !== undefined) state = readEvent(frame, state, { wire, lanes });
  const segments = [...lanes.values()].map(
    (said) => ({ path: [], role: 'assistant', ...said }) as const,
  );
  return { segments: { segments, unread: [] }, state };
}

interface StreamRead {
  readonly wire: Wire;
  /** By lane; what comes in none, by where it stands and what it says, since events repeat it. */
  readonly lanes: Map<string, Said>;
}

type Said = Pick<Segment, 'text' | 'use' | 'label'>;

function readEvent(
  { data, event }: StreamFrame,
  state: AnswerState,
  { wire, lanes }: StreamRead,
): AnswerState {
  const fields = fieldsOf(data);
  if (fields === undefined) return state;
  const shape = shapeOfEvents(wire);
  const pieces = shape.pieces(fields, event);
  for (const { lane, text, content: use } of pieces) {
    const key = `${lane.choice} ${lane.kind} ${lane.index}`;
    lanes.set(key, { text: (lanes.get(key)?.text ?? '') + text, use });
  }
  const paths = pieces.map(({ path }) => path);
  for (const { path, text, use, label, isNew } of shape.wholes(fields, event)) {
    if (!isNew || isAmong(path, paths)) continue;
    lanes.set(`${path.at(-1)}: ${text}`, { text, use, ...(label === undefined ? {} : { label }) });
  }
  return noted(state, shape.notes(fields, event));
}
