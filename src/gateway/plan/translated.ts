import { abilitiesOf } from '../../domain/catalog/abilities.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { AnswerBlock, AnswerFrame, ModelAnswer } from '../../domain/protocol/answer.ts';
import type { Conversation } from '../../domain/protocol/conversation.ts';
import { spliceMembers } from '../../domain/protocol/json-splice.ts';
import { parseJsonTree } from '../../domain/protocol/json-tree.ts';
import { Ledger } from '../../domain/protocol/ledger.ts';
import type { ConversationWire } from '../../domain/protocol/wire.ts';
import { type Exchange, elapsedMs } from '../exchange.ts';
import { headerOf } from '../gateway-request.ts';
import { decodeUtf8 } from '../prompt/read-json.ts';
import { TranslatingCourse } from '../relay/courses/translating-course.ts';
import { awsEventStream, type Framing, serverSentEvents } from '../relay/frames/framing.ts';
import type { Told } from '../relay/readings/reading.ts';
import { readingOf } from '../relay/readings/reading-of.ts';
import { translatedRequestHeaders } from '../reply/request-headers.ts';
import type { CallPlan, PlanUse } from './call-plan.ts';
import { clientSides, type ProviderWire, providerSides } from './translators.ts';
import { upstreamPath } from './upstream-path.ts';

/** From the client's format to the provider's. */
export interface Direction {
  readonly from: ConversationWire;
  readonly to: ProviderWire;
}

/**
 * Client and provider speak different formats.
 * @throws MonagoError `unsupported_parameter`, `invalid_request`
 */
export function planTranslation({ from, to }: Direction, use: PlanUse): CallPlan {
  const { prompt, exchange } = use;
  const { provider, model, isStream } = prompt;
  const ledger = new Ledger(use.mode);
  const conversation = read(from, use, ledger);
  const source = providerSides[to];
  const target = { provider, model, abilities: abilitiesOf(provider, model) };
  const written = source.writeRequest(conversation, target, ledger);
  const frame = { ...frameOf(conversation, use), toolNames: written.toolNames };
  const framings = { from: framingOf(from, exchange), to: framingOf(to, exchange) };
  return {
    wire: to,
    method: 'POST',
    path: upstreamPath(to, model, isStream),
    headers: { ...translatedRequestHeaders(isStream, to), ...written.headers },
    body: Buffer.from(written.body),
    isRewritten: true,
    ledger,
    bodyWithoutUsage: to === 'chat' && isStream ? withoutUsage(written.body) : undefined,
    translation: {
      unary: (body) => {
        const answer = source.readAnswer(body);
        return { body: clientSides[from].writeAnswer(answer, frame), told: toldBy(answer) };
      },
    },
    stream: {
      splitter: framings.to.splitter,
      course: () =>
        new TranslatingCourse(
          { framing: framings.to, reading: readingOf(to), reader: source.streamReader() },
          { framing: framings.from, writer: clientSides[from].streamWriter(frame) },
        ),
    },
  };
}

function read(from: ConversationWire, use: PlanUse, ledger: Ledger): Conversation {
  const { body, isStream } = use.prompt;
  const tree = parseJsonTree(decodeUtf8(body));
  if (tree.kind !== 'object') throw new MonagoError('invalid_request');
  // Betas are of one provider's API.
  const hasBetas = headerOf(use.exchange.request, 'anthropic-beta') !== undefined;
  if (hasBetas && from === 'messages') ledger.drop('anthropic-beta');
  const conversation = clientSides[from].readRequest(tree, ledger);
  const { settings } = conversation;
  const user = settings.user === undefined ? {} : { user: use.pseudonym(settings.user) };
  return { ...conversation, isStream, settings: { ...settings, ...user } };
}

function frameOf(
  { includeUsage, legacyFunctions, echo }: Conversation,
  { prompt, exchange }: PlanUse,
): Omit<AnswerFrame, 'toolNames'> {
  return {
    id: exchange.requestId.replace(/^req_/, ''),
    model: prompt.modelRequested,
    createdAt: Math.floor(exchange.use.clock.now() / 1_000),
    includeUsage,
    latencyMs: () => Math.round(elapsedMs(exchange)),
    ...(legacyFunctions === undefined ? {} : { legacyFunctions }),
    ...(echo === undefined ? {} : { echo }),
  };
}

// Clients of other formats never ask for the usage of a stream: it was asked for here.
function withoutUsage(body: string): Buffer {
  return Buffer.from(spliceMembers(body, { stream_options: undefined }));
}

function framingOf(wire: ConversationWire, { use }: Exchange): Framing {
  return wire === 'converse' ? awsEventStream(use.eventStream) : serverSentEvents;
}

function toldBy({ model, usage, content }: ModelAnswer): Told {
  return { model, usage, characters: content.reduce((sum, block) => sum + lengthOf(block), 0) };
}

function lengthOf(block: AnswerBlock): number {
  if ('text' in block) return block.text.length;
  return 'input' in block ? block.input.text.length : 0;
}
