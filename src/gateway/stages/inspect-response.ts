import { costMicroUsd, type Usage } from '../../domain/pricing/cost.ts';
import type { Exchange } from '../exchange.ts';
import type { Answer } from '../relay/answer.ts';
import { readModel, readUsage } from '../relay/read-usage.ts';
import { headerValue } from '../relay/relay.ts';

/** What an answer cost and who gave it, as far as it says. */
export interface AnswerReading {
  readonly model: string | undefined;
  readonly usage: Usage | undefined;
  readonly costMicroUsd: number | undefined;
}

/** An answer that has been looked at; `settle` takes nothing else for a call that reached the provider. */
export interface InspectedAnswer {
  readonly answer: Answer;
  readonly reading: AnswerReading;
}

const unread: AnswerReading = { model: undefined, usage: undefined, costMicroUsd: undefined };

/** Reads model and usage from what the provider said. */
export function inspectResponse(answer: Answer, { prompt }: Exchange): InspectedAnswer {
  const { head, transcript } = answer;
  const encoding = head === undefined ? undefined : headerValue(head, 'content-encoding');
  if (head === undefined || (encoding ?? 'identity') !== 'identity')
    return { answer, reading: unread };
  const tail = transcript.tail();
  const usage = readUsage(tail);
  const model = readModel(transcript.first(), tail);
  const priced = model ?? prompt?.model;
  const cost =
    usage === undefined || priced === undefined ? undefined : costMicroUsd(priced, usage);
  return { answer, reading: { model, usage, costMicroUsd: cost } };
}
