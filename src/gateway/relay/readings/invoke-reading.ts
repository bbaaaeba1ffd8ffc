import type { MonagoError } from '../../../domain/errors.ts';
import type { TokenUsage } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { exceptionFrame } from './converse-reading.ts';
import { MessagesReading } from './messages-reading.ts';
import {
  charactersIn,
  type Fields,
  type FrameRole,
  fieldsIn,
  fieldsOf,
  type Reading,
  textIn,
} from './reading.ts';

const metricsMember = 'amazon-bedrock-invocationMetrics';

/** Bedrock InvokeModelWithResponseStream: chunks in the model's own format, the last one with Bedrock's counts. */
export class InvokeReading implements Reading {
  readonly #anthropic = new MessagesReading();
  #metrics: TokenUsage | undefined;
  #characters = 0;

  get model(): string | undefined {
    return this.#anthropic.model;
  }

  get usage(): TokenUsage | undefined {
    return this.#anthropic.usage ?? this.#metrics;
  }

  get characters(): number {
    return Math.max(this.#characters, this.#anthropic.characters);
  }

  read({ data, isException }: StreamFrame): FrameRole {
    if (isException === true) return 'failed';
    const bytes = textIn(fieldsOf(data), 'bytes');
    if (bytes === undefined) return 'content';
    const inner = Buffer.from(bytes, 'base64').toString('utf8');
    const fields = fieldsOf(inner);
    const isAnthropic = this.#anthropic.read({ event: '', data: inner });
    if (fields?.['type'] === undefined) this.#characters += charactersIn(fields);
    const metrics = fieldsIn(fields, metricsMember);
    if (metrics === undefined) return isAnthropic === 'failed' ? 'failed' : 'content';
    this.#metrics = usageIn(metrics);
    return 'last';
  }

  failure({ message }: MonagoError): readonly StreamFrame[] {
    return [exceptionFrame(message)];
  }
}

function usageIn(metrics: Fields): TokenUsage | undefined {
  const { inputTokenCount: input, outputTokenCount: output } = metrics;
  if (typeof input !== 'number' || typeof output !== 'number') return undefined;
  return { input, output };
}
