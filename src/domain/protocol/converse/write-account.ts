import type { Conversation } from '../conversation.ts';
import { type Members, placeOf, type RequestWriting } from './request-writing.ts';

const tiers = new Map([
  ['default', 'default'],
  ['standard_only', 'default'],
  ['flex', 'flex'],
  ['priority', 'priority'],
  ['reserved', 'reserved'],
]);
const metadataMax = 16;
const metadataPattern = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/;

/** What is about the call and not about its answer: the tier that serves it, and the marks in Bedrock's logs. */
export function writeAccount(conversation: Conversation, use: RequestWriting): Members {
  return {
    serviceTier: serviceTier(conversation, use),
    requestMetadata: requestMetadata(conversation, use),
  };
}

function serviceTier(conversation: Conversation, { ledger }: RequestWriting): Members | undefined {
  const asked = conversation.settings.serviceTier;
  if (asked === undefined || asked === 'auto') return undefined;
  const type = tiers.get(asked);
  if (type !== undefined) return { type };
  ledger.lose(placeOf(conversation, 'serviceTier'), 'names a tier that Bedrock does not have');
  return undefined;
}

function requestMetadata(
  conversation: Conversation,
  { ledger }: RequestWriting,
): Members | undefined {
  const { metadata, user } = conversation.settings;
  const entries = new Map(metadata ?? []);
  if (user !== undefined) entries.set('user', user);
  const taken: [string, string][] = [];
  for (const [name, value] of entries) {
    const isTaken = name !== '' && metadataPattern.test(name) && metadataPattern.test(value);
    if (isTaken && taken.length < metadataMax) taken.push([name, value]);
    else ledger.lose(placeOfEntry(conversation, name), 'does not fit into the metadata of Bedrock');
  }
  return taken.length > 0 ? Object.fromEntries(taken) : undefined;
}

function placeOfEntry(conversation: Conversation, name: string): string {
  if (name === 'user' && conversation.settings.user !== undefined)
    return placeOf(conversation, 'user');
  return `${placeOf(conversation, 'metadata')}.${name}`;
}
