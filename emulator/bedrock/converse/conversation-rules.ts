import { validation } from '../aws-failure.ts';
import { type Block, type ConverseRequest, fieldsOf, type Turn } from './conversation.ts';

/** Refuses turns in the wrong order, and tool results that answer no call. */
export function checkConversation({ turns, tools }: ConverseRequest): void {
  checkRoles(turns);
  for (const [index, turn] of turns.entries()) {
    checkPlaces(turn);
    checkPairs(turn, turns[index - 1]);
  }
  const usesTools = turns.some((turn) => idsIn(turn, 'toolUse', 'toolResult').length > 0);
  if (usesTools && tools.length === 0) {
    throw validation(
      'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
    );
  }
}

function checkRoles(turns: readonly Turn[]): void {
  const spoken = turns.filter(({ role }) => role !== 'system');
  if (spoken.length === 0) {
    throw validation(
      'A conversation must have at least one message. Try again with a conversation that has at least one message.',
    );
  }
  if (spoken[0]?.role !== 'user') {
    throw validation(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  if (spoken.some(({ role }, index) => role === spoken[index - 1]?.role)) {
    throw validation(
      'A conversation must alternate between user and assistant roles. ' +
        'Make sure the conversation alternates between user and assistant roles and try again.',
    );
  }
}

const kindsOfRole: Readonly<Record<string, readonly string[]>> = {
  user: ['toolUse', 'reasoningContent', 'citationsContent', 'toolAddition', 'toolRemoval'],
  assistant: ['toolResult', 'document', 'video', 'audio', 'searchResult', 'guardContent'],
};

// What the other side says: a user calls no tool, an assistant gives no result.
function checkPlaces({ role, blocks }: Turn): void {
  const wrong = blocks.find(({ kind }) => kindsOfRole[role]?.includes(kind));
  if (wrong === undefined) return;
  const { kind, at } = wrong;
  throw validation(
    `The ${kind} field in the ContentBlock object at ${at} is not valid for the ${role} role. ` +
      'Remove the field and try again.',
  );
}

function checkPairs(turn: Turn, before: Turn | undefined): void {
  const results = idsIn(turn, 'toolResult');
  const repeated = results.find((id, index) => results.indexOf(id) < index);
  if (repeated !== undefined) {
    throw validation(
      `The toolResult blocks at ${turn.at}.content contain duplicate Ids: ${repeated}`,
    );
  }
  const calls = before?.role === 'assistant' ? idsIn(before, 'toolUse') : [];
  if (results.length > calls.length) {
    throw validation(
      `The number of toolResult blocks at ${turn.at}.content exceeds the number of toolUse blocks of previous turn.`,
    );
  }
  const missing = calls.filter((id) => !results.includes(id));
  if (missing.length > 0) {
    throw validation(
      `Expected toolResult blocks at ${turn.at}.content for the following Ids: ${missing.join(', ')}`,
    );
  }
}

function idsIn({ blocks }: Turn, ...kinds: readonly string[]): string[] {
  return blocks.filter(({ kind }) => kinds.includes(kind)).map(idOf);
}

function idOf({ body }: Block): string {
  return String(fieldsOf(body)['toolUseId']);
}
