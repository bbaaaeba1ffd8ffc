import type { Wire } from '../../../../domain/protocol/wire.ts';
import { chatShape } from './chat-shape.ts';
import { converseShape } from './converse-shape.ts';
import type { EventShape } from './event-shape.ts';
import { invokeShape } from './invoke-shape.ts';
import { messagesShape } from './messages-shape.ts';
import { responsesShape } from './responses-shape.ts';

/** The events in which a format streams. */
export function shapeOfEvents(wire: Wire): EventShape {
  switch (wire) {
    case 'messages':
      return messagesShape;
    case 'invoke':
      return invokeShape;
    case 'responses':
      return responsesShape;
    case 'converse':
      return converseShape;
    case 'chat':
    case 'embeddings':
    case 'opaque':
      return chatShape;
  }
}
