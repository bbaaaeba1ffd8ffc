import type { Wire } from '../../../domain/protocol/wire.ts';
import { ChatReading } from './chat-reading.ts';
import { ConverseReading } from './converse-reading.ts';
import { InvokeReading } from './invoke-reading.ts';
import { MessagesReading } from './messages-reading.ts';
import { OpaqueReading } from './opaque-reading.ts';
import type { Reading } from './reading.ts';
import { ResponsesReading } from './responses-reading.ts';

/** Reads a stream in the format. */
export function readingOf(wire: Wire): Reading {
  switch (wire) {
    case 'messages':
      return new MessagesReading();
    case 'responses':
      return new ResponsesReading();
    case 'converse':
      return new ConverseReading();
    case 'invoke':
      return new InvokeReading();
    case 'chat':
      return new ChatReading();
    case 'embeddings':
    case 'opaque':
      return new OpaqueReading();
  }
}
