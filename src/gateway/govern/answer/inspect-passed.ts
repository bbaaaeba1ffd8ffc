import type { AuditedResponse } from '../../../domain/audit/fact.ts';
import { inspectSegments } from '../../../domain/inspection/inspection.ts';
import { isFields, type Segments } from '../../../domain/protocol/segments/segment.ts';
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
import { isWordless } from './governs-answer.ts';
import { shapeOfEvents } from './stream/shape-of.ts';

/**
 * What stands in an answer that no policy is about and that passed as it came. Undefined where that is not known: for one that
 * is too long to be remembered, packed in an unknown way, cut short, or no words at all.
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
  const segments = plain && readSegments(plain, isEventStream(head) ? wire : undefined, exchange);
  if (segments === undefined) return undefined;
  const inspection = inspectSegments(segments, governance.detectors, () => false);
  if (inspection.status === 'failed') return undefined;
  return { decision: 'allowed', pii: auditedFindings(inspection, undefined) };
}

function readSegments(
  body: Buffer,
  streamed: Wire | undefined,
  exchange: Exchange,
): Segments | undefined {
  try {
    if (streamed !== undefined) return streamSegments(body, streamed, exchange);
    const answer = fieldsOf(body.toString('utf8').trim());
    return isFields(answer) ? segmentsOf(answer) : undefined;
  } catch {
    return undefined;
  }
}

/** The pieces of a stream, put together. */
function streamSegments(body: Buffer, wire: Wire, { use }: Exchange): Segments {
  const isAws = wire === 'converse' || wire === 'invoke';
  const framing = isAws ? awsEventStream(use.eventStream) : serverSentEvents;
  const { unwrap } = wire === 'invoke' ? inChunks : unwrapped;
  const frames = framing
    .splitter()
    .push(body)
    .map((frame) => unwrap(framing.decode(frame)));
  const lanes = new Map<string, string>();
  for (const frame of frames) if (frame !== undefined) addPieces(frame, wire, lanes);
  const segments = [...lanes.values()].map(
    (text) => ({ path: [], text, role: 'assistant', use: 'text' }) as const,
  );
  return { segments, unread: [] };
}

function addPieces({ data, event }: StreamFrame, wire: Wire, lanes: Map<string, string>): void {
  const fields = fieldsOf(data);
  if (fields === undefined) return;
  for (const { lane, text } of shapeOfEvents(wire).pieces(fields, event)) {
    const key = `${lane.choice} ${lane.kind} ${lane.index}`;
    lanes.set(key, (lanes.get(key) ?? '') + text);
  }
}
