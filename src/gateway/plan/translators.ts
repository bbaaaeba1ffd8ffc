import type { AnswerFrame } from '../../domain/protocol/answer.ts';
import { readChatAnswer } from '../../domain/protocol/chat/read-answer.ts';
import { ChatAnswerStreamReader } from '../../domain/protocol/chat/read-answer-stream.ts';
import { readChatRequest } from '../../domain/protocol/chat/read-request.ts';
import { writeChatAnswer } from '../../domain/protocol/chat/write-answer.ts';
import { ChatAnswerStreamWriter } from '../../domain/protocol/chat/write-answer-stream.ts';
import { writeChatRequest } from '../../domain/protocol/chat/write-request.ts';
import { readConverseAnswer } from '../../domain/protocol/converse/read-answer.ts';
import { ConverseAnswerStreamReader } from '../../domain/protocol/converse/read-answer-stream.ts';
import { readConverseRequest } from '../../domain/protocol/converse/read-request.ts';
import { writeConverseAnswer } from '../../domain/protocol/converse/write-answer.ts';
import { ConverseAnswerStreamWriter } from '../../domain/protocol/converse/write-answer-stream.ts';
import { writeConverseRequest } from '../../domain/protocol/converse/write-request.ts';
import { readMessagesAnswer } from '../../domain/protocol/messages/read-answer.ts';
import { MessagesAnswerStreamReader } from '../../domain/protocol/messages/read-answer-stream.ts';
import { readMessagesRequest } from '../../domain/protocol/messages/read-request.ts';
import { writeMessagesAnswer } from '../../domain/protocol/messages/write-answer.ts';
import { MessagesAnswerStreamWriter } from '../../domain/protocol/messages/write-answer-stream.ts';
import { writeMessagesRequest } from '../../domain/protocol/messages/write-request.ts';
import { readResponsesRequest } from '../../domain/protocol/responses/read-request.ts';
import { writeResponsesAnswer } from '../../domain/protocol/responses/write-answer.ts';
import { ResponsesAnswerStreamWriter } from '../../domain/protocol/responses/write-answer-stream.ts';
import type {
  AnswerReader,
  AnswerStreamReader,
  AnswerStreamWriter,
  AnswerWriter,
  RequestReader,
  RequestWriter,
} from '../../domain/protocol/translator.ts';
import type { ConversationWire } from '../../domain/protocol/wire.ts';

/** The formats in which providers are asked. */
export type ProviderWire = Exclude<ConversationWire, 'responses'>;

/** A format as clients use it. */
export interface ClientSide {
  readonly readRequest: RequestReader;
  readonly writeAnswer: AnswerWriter;
  readonly streamWriter: (frame: AnswerFrame) => AnswerStreamWriter;
}

/** A format as providers use it. */
export interface ProviderSide {
  readonly writeRequest: RequestWriter;
  readonly readAnswer: AnswerReader;
  readonly streamReader: () => AnswerStreamReader;
}

export const clientSides: Readonly<Record<ConversationWire, ClientSide>> = {
  chat: {
    readRequest: readChatRequest,
    writeAnswer: writeChatAnswer,
    streamWriter: (frame) => new ChatAnswerStreamWriter(frame),
  },
  responses: {
    readRequest: readResponsesRequest,
    writeAnswer: writeResponsesAnswer,
    streamWriter: (frame) => new ResponsesAnswerStreamWriter(frame),
  },
  messages: {
    readRequest: readMessagesRequest,
    writeAnswer: writeMessagesAnswer,
    streamWriter: (frame) => new MessagesAnswerStreamWriter(frame),
  },
  converse: {
    readRequest: readConverseRequest,
    writeAnswer: writeConverseAnswer,
    streamWriter: (frame) => new ConverseAnswerStreamWriter(frame),
  },
};

export const providerSides: Readonly<Record<ProviderWire, ProviderSide>> = {
  chat: {
    writeRequest: writeChatRequest,
    readAnswer: readChatAnswer,
    streamReader: () => new ChatAnswerStreamReader(),
  },
  messages: {
    writeRequest: writeMessagesRequest,
    readAnswer: readMessagesAnswer,
    streamReader: () => new MessagesAnswerStreamReader(),
  },
  converse: {
    writeRequest: writeConverseRequest,
    readAnswer: readConverseAnswer,
    streamReader: () => new ConverseAnswerStreamReader(),
  },
};
