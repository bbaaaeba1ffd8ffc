import { fromInvokeFrame } from '../../domain/protocol/invoke/from-invoke-frame.ts';
import { nameModel, nameModelIn } from '../../domain/protocol/invoke/name-model.ts';
import { toInvokeBody } from '../../domain/protocol/invoke/to-invoke-body.ts';
import { Ledger } from '../../domain/protocol/ledger.ts';
import { headerOf } from '../gateway-request.ts';
import { decodeUtf8 } from '../prompt/read-json.ts';
import { ReframingCourse } from '../relay/courses/reframing-course.ts';
import { EventStreamSplitter } from '../relay/frames/event-stream-splitter.ts';
import { awsEventStream, serverSentEvents } from '../relay/frames/framing.ts';
import { readModel, readUsage } from '../relay/read-usage.ts';
import type { Told } from '../relay/readings/reading.ts';
import { readingOf } from '../relay/readings/reading-of.ts';
import { translatedRequestHeaders } from '../reply/request-headers.ts';
import type { CallPlan, PlanUse } from './call-plan.ts';
import { upstreamPath } from './upstream-path.ts';

/**
 * Claude at Bedrock, asked in Anthropic's format: InvokeModel takes the same body but for the members that say where it
 * goes, and gives the same answer, a stream in frames of its own. The answer names the model as the client did.
 */
export function planNativeClaude(body: Buffer, { prompt, exchange, mode }: PlanUse): CallPlan {
  const { model, modelRequested, isStream } = prompt;
  const ledger = new Ledger(mode);
  const isWithheld = exchange.withheldHeaders.includes(betaHeader);
  const betas = isWithheld ? [] : listed(headerOf(exchange.request, betaHeader));
  const aws = awsEventStream(exchange.use.eventStream);
  return {
    wire: 'invoke',
    method: 'POST',
    path: upstreamPath('invoke', model, isStream),
    headers: translatedRequestHeaders(isStream, 'invoke'),
    body: Buffer.from(toInvokeBody(decodeUtf8(body), betas, ledger)),
    isRewritten: true,
    ledger,
    bodyWithoutUsage: undefined,
    translation: {
      unary: (answer) => ({ body: nameModel(answer, modelRequested), told: toldIn(answer) }),
    },
    stream: {
      splitter: () => new EventStreamSplitter(),
      course: () =>
        new ReframingCourse({
          from: aws,
          to: serverSentEvents,
          reading: readingOf('messages'),
          convert: fromInvokeFrame,
          finish: (event) => nameModelIn(event, modelRequested),
        }),
    },
  };
}

const betaHeader = 'anthropic-beta';

function toldIn(answer: string): Told {
  const body = Buffer.from(answer);
  return { model: readModel(body, body), usage: readUsage(body), characters: 0 };
}

function listed(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
