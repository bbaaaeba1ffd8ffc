import type { Block, Conversation, Turn } from '../conversation.ts';
import type { Ledger } from '../ledger.ts';
import type { ModelAbilities } from '../model-abilities.ts';

interface Arranging {
  readonly abilities: ModelAbilities;
  readonly ledger: Ledger;
}

/**
 * The conversation in the order that Anthropic takes: turns of one role that follow each other are one, results of tools
 * lead theirs, and nothing is empty but a user's turn that had nothing to say.
 */
export function arrangeConversation(conversation: Conversation, use: Arranging): Conversation {
  const told = conversation.turns.map((turn) => withoutSystem(turn, use));
  const cleaned = told.map((turn) => ({ ...turn, content: clean(turn.content, use.ledger) }));
  const answered = merged(cleaned).map((turn) => withoutTrailingThoughts(turn, use.ledger));
  const turns = merged(answered).map(withResultsFirst);
  return {
    ...conversation,
    system: conversation.system.filter((block) => isKept(block, use.ledger)),
    turns: withoutTrailingSpace(turns),
  };
}

/** Instructions between the turns become the user's words, where the model knows no others. */
function withoutSystem(turn: Turn, { abilities, ledger }: Arranging): Turn {
  if (turn.role !== 'system' || abilities.systemMidConversation) return turn;
  ledger.alter(turn.at, 'gives instructions in mid-conversation, which this model does not take');
  return { ...turn, role: 'user' };
}

function clean(content: readonly Block[], ledger: Ledger): Block[] {
  return content
    .filter((block) => isKept(block, ledger))
    .map((block) =>
      block.kind === 'tool_result'
        ? { ...block, content: block.content.filter((part) => isKept(part, ledger)) }
        : block,
    );
}

/** Anthropic refuses text of white space alone, and takes back no thinking that it has not signed. */
function isKept(block: Block, ledger: Ledger): boolean {
  if (block.kind === 'text' && block.text === '') return false;
  const isRefused =
    (block.kind === 'text' && block.text.trim() === '') ||
    (block.kind === 'reasoning' && block.signature === undefined);
  if (isRefused) ledger.drop(block.at);
  return !isRefused;
}

interface GrowingTurn extends Turn {
  readonly content: Block[];
}

function merged(turns: readonly Turn[]): Turn[] {
  const result: GrowingTurn[] = [];
  let waiting: GrowingTurn[] = [];
  for (const turn of turns) {
    if (turn.role !== 'user' && turn.content.length === 0) continue;
    if (turn.role !== 'user') {
      result.push(...waiting);
      waiting = [];
    }
    // Nothing may stand between tool calls and their results.
    const isEarly = turn.role === 'system' && hasToolCall(result.at(-1));
    addTurn(isEarly ? waiting : result, turn);
  }
  return [...result, ...waiting];
}

function addTurn(turns: GrowingTurn[], turn: Turn): void {
  const last = turns.at(-1);
  if (last?.role !== turn.role) turns.push({ ...turn, content: [...turn.content] });
  else for (const block of turn.content) last.content.push(block);
}

function hasToolCall(turn: Turn | undefined): boolean {
  return turn?.role === 'assistant' && turn.content.some(({ kind }) => kind === 'tool_call');
}

// An answer must not end in thought: what was thought last led to nothing.
function withoutTrailingThoughts(turn: Turn, ledger: Ledger): Turn {
  if (turn.role !== 'assistant') return turn;
  const end = turn.content.findLastIndex((block) => !isThought(block)) + 1;
  for (const thought of turn.content.slice(end)) ledger.drop(thought.at);
  return { ...turn, content: turn.content.slice(0, end) };
}

function isThought({ kind }: Block): boolean {
  return kind === 'reasoning' || kind === 'redacted_reasoning';
}

function withResultsFirst(turn: Turn): Turn {
  if (turn.role !== 'user') return turn;
  const results = turn.content.filter(({ kind }) => kind === 'tool_result');
  const others = turn.content.filter(({ kind }) => kind !== 'tool_result');
  return { ...turn, content: [...results, ...others] };
}

// The beginning of an answer must not end in white space.
function withoutTrailingSpace(turns: readonly Turn[]): readonly Turn[] {
  const turn = turns.at(-1);
  const block = turn?.content.at(-1);
  if (turn?.role !== 'assistant' || block?.kind !== 'text') return turns;
  const content = [...turn.content.slice(0, -1), { ...block, text: block.text.trimEnd() }];
  return [...turns.slice(0, -1), { ...turn, content }];
}
