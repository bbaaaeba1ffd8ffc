import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { ChatReading } from './chat-reading.ts';
import { type FrameRole, fieldsOf, textIn } from './reading.ts';

const lastEvent =
  /^(?:image_generation\.completed|image_edit\.completed|transcript\.text\.done|speech\.audio\.done)$/;

/** OpenAI's other streams: an event of their own, or `[DONE]`, ends them. */
export class OpaqueReading extends ChatReading {
  override read(frame: StreamFrame): FrameRole {
    const role = super.read(frame);
    if (role !== 'content') return role;
    return lastEvent.test(textIn(fieldsOf(frame.data), 'type') ?? '') ? 'last' : 'content';
  }
}
