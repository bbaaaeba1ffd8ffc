import type { MonagoError } from '../../../domain/errors.ts';
import type { TokenUsage } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { usageOf } from '../usage-of.ts';
import { charactersIn, type FrameRole, fieldsIn, fieldsOf, type Reading } from './reading.ts';

/** Bedrock ConverseStream. The model is in the request's path and not in the answer. */
export class ConverseReading implements Reading {
  readonly model: string | undefined;
  usage: TokenUsage | undefined;
  characters = 0;

  read({ event, data, isException }: StreamFrame): FrameRole {
    if (isException === true) return 'failed';
    const fields = fieldsOf(data);
    this.usage = usageOf(fields?.['usage']) ?? this.usage;
    if (event === 'contentBlockDelta') this.characters += charactersIn(fieldsIn(fields, 'delta'));
    // Usage comes after messageStop: the stream is not over with the model's last word.
    if (event === 'messageStop') return 'stop';
    return event === 'metadata' ? 'last' : 'content';
  }

  failure({ message }: MonagoError): readonly StreamFrame[] {
    return [exceptionFrame(message)];
  }
}

export function exceptionFrame(message: string): StreamFrame {
  return {
    event: 'modelStreamErrorException',
    data: JSON.stringify({ message }),
    isException: true,
  };
}
