import type { MonagoError } from '../../../domain/errors.ts';
import type { TokenUsage } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { usageOf } from '../usage-of.ts';
import {
  charactersIn,
  type FrameRole,
  fieldsIn,
  fieldsOf,
  isFields,
  type Reading,
  textIn,
} from './reading.ts';

/** OpenAI chat completions, and legacy completions. */
export class ChatReading implements Reading {
  model: string | undefined;
  usage: TokenUsage | undefined;
  characters = 0;

  read({ data }: StreamFrame): FrameRole {
    if (data === '[DONE]') return 'last';
    const chunk = fieldsOf(data);
    if (chunk === undefined) return 'content';
    this.model ??= textIn(chunk, 'model');
    this.usage = usageOf(chunk['usage']) ?? this.usage;
    const choices: unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
    for (const choice of choices) {
      if (!isFields(choice)) continue;
      const { role: _, ...said } = fieldsIn(choice, 'delta') ?? { text: choice['text'] };
      this.characters += charactersIn(said);
    }
    return chunk['error'] === undefined || chunk['error'] === null ? 'content' : 'fault';
  }

  failure({ message, type, code }: MonagoError): readonly StreamFrame[] {
    const error = { message, type, param: null, code };
    return [{ event: '', data: JSON.stringify({ error }) }];
  }
}
