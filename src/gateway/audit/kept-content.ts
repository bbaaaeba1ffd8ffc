import type { ContentPart, ContentPartName } from '../../domain/audit/entry-content.ts';
import { type LogContent, logContents } from '../../domain/policy/document/effect.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { Exchange } from '../exchange.ts';
import { streamedTexts } from '../govern/answer/inspect-passed.ts';
import type { Answer } from '../relay/answer.ts';
import { isEventStream, plainBody } from '../relay/plain-body.ts';
import { type HiddenCopy, hiddenCopy, hiddenTexts, withheld } from './hidden-copy.ts';

/** The bytes for the provider and their format. */
export interface SentBytes {
  readonly body: Buffer;
  readonly wire: Wire;
}

/** How much of the request may be kept; nothing where no policy speaks of it. */
export function requestLevel({ decision }: Exchange): LogContent {
  return decision?.obligations.log ?? 'metadata';
}

/** Policies about answers may say something else than those about requests did; the less of both counts. */
function answerLevel({ decision, answer }: Exchange): LogContent {
  const told = logContents.find((content) => content === answer?.policies?.log);
  const asked = decision?.obligations.log;
  if (told === undefined || asked === undefined) return told ?? asked ?? 'metadata';
  return logContents.indexOf(told) > logContents.indexOf(asked) ? told : asked;
}

/** What is kept of a request, sealed beside its entry, as far as policy lets it. */
export function keptRequest(
  exchange: Exchange,
  sent: SentBytes | undefined,
): readonly ContentPart[] {
  const { body, request, use } = exchange;
  const level = requestLevel(exchange);
  if (body === undefined || !isKept(level)) return [];
  const { wire } = request.endpoint;
  const asked = { name: 'req', body, wire } as const;
  const rewritten =
    sent === undefined || sent.body === body ? [] : [{ name: 'sent', ...sent } as const];
  // Of what is to be hidden, only the bytes after hiding.
  const kept = level === 'full' ? [asked, ...rewritten] : [rewritten[0] ?? asked];
  return kept.map((one) => {
    const copy = level === 'full' ? whole(one.body) : hiddenCopy(one.body, one.wire, exchange);
    return part(one.name, copy, use.contentBytesMax);
  });
}

function isKept(level: LogContent): boolean {
  return level === 'full' || level === 'redacted';
}

/** What is kept of an answer. One in which a provider speaks of an error is not: some repeat the key. */
export async function keptAnswer(
  answer: Answer,
  wire: Wire,
  exchange: Exchange,
): Promise<readonly ContentPart[]> {
  const level = answerLevel(exchange);
  const { head, transcript } = answer;
  if (!isKept(level) || head === undefined || transcript.bytes === 0) return [];
  const { contentBytesMax } = exchange.use;
  const parts = resentParts(level, wire, exchange);
  if (head.status >= 400) return [...parts, part('res', withheld, contentBytesMax)];
  if (level === 'redacted') {
    return [...parts, part('res', await hiddenAnswer(answer, wire, exchange), contentBytesMax)];
  }
  const bytes = transcript.beginning(contentBytesMax);
  const form = bytes.length === transcript.bytes ? 'whole' : 'truncated';
  return [...parts, { name: 'res', form, bytes }];
}

function resentParts(level: LogContent, wire: Wire, exchange: Exchange): ContentPart[] {
  const { resent, use } = exchange;
  if (resent === undefined) return [];
  const copy = level === 'full' ? whole(resent) : hiddenCopy(resent, wire, exchange);
  return [part('resent', copy, use.contentBytesMax)];
}

async function hiddenAnswer(
  { head, transcript }: Answer,
  wire: Wire,
  exchange: Exchange,
): Promise<HiddenCopy> {
  const body = transcript.whole();
  if (head === undefined || body === undefined) return withheld;
  const plain = await plainBody(head, body, exchange.use);
  if (plain === undefined) return withheld;
  const copy = isEventStream(head)
    ? hiddenStream(plain, wire, exchange)
    : hiddenCopy(plain, undefined, exchange);
  // The entry is about the bytes as they came, compressed.
  return copy.form === 'whole' && plain !== body ? { ...copy, form: 'altered' } : copy;
}

function hiddenStream(plain: Buffer, wire: Wire, exchange: Exchange): HiddenCopy {
  try {
    return hiddenTexts(plain, streamedTexts(plain, wire, exchange), exchange);
  } catch {
    return withheld;
  }
}

/** What is in the entry is all of the bytes; what is kept is no more than so many. */
function part(name: ContentPartName, { form, bytes }: HiddenCopy, bytesMax: number): ContentPart {
  if (bytes.length <= bytesMax) return { name, form, bytes };
  const isWhole = form === 'whole';
  return { name, form: isWhole ? 'truncated' : form, bytes: bytes.subarray(0, bytesMax) };
}

function whole(bytes: Buffer): HiddenCopy {
  return { form: 'whole', bytes };
}
