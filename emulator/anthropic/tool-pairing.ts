import { stringsIn, type Turn } from './conversation.ts';
import { mistake } from './shape.ts';

/** Every call of a tool has its result at the head of the next turn, and the reverse. Throws the refusal. */
export function checkToolPairs(turns: readonly Turn[]): void {
  refuseRepeatedCalls(turns);
  for (const [index, turn] of turns.entries()) {
    const calls = stringsIn(turn.blocks, 'tool_use', 'id');
    if (calls.length > 0) refuseUnanswered(calls, turn, turns[index + 1]);
    if (turn.role === 'user') refuseUncalled(turn, turns[index - 1]);
  }
}

function refuseRepeatedCalls(turns: readonly Turn[]): void {
  const seen = new Set<unknown>();
  for (const { type, fields, path } of turns.flatMap(({ blocks }) => blocks)) {
    if (type !== 'tool_use') continue;
    if (seen.has(fields['id'])) throw mistake(path, '`tool_use` ids must be unique');
    seen.add(fields['id']);
  }
}

// A result that stands behind other content counts as missing.
function refuseUnanswered(calls: string[], turn: Turn, next: Turn | undefined): void {
  const blocks = next?.role === 'user' ? next.blocks : [];
  const end = blocks.findIndex(({ type }) => type !== 'tool_result');
  const leading = end < 0 ? blocks : blocks.slice(0, end);
  const answered = new Set(stringsIn(leading, 'tool_result', 'tool_use_id'));
  const missing = calls.filter((id) => !answered.has(id));
  if (missing.length === 0) return;
  const found = '`tool_use` ids were found without `tool_result` blocks immediately after';
  const rule =
    'Each `tool_use` block must have a corresponding `tool_result` block in the next message.';
  throw mistake(turn.path, `${found}: ${missing.join(', ')}. ${rule}`);
}

function refuseUncalled(turn: Turn, previous: Turn | undefined): void {
  const calls = new Set(previous === undefined ? [] : stringsIn(previous.blocks, 'tool_use', 'id'));
  const seen = new Set<string>();
  for (const { type, fields, path } of turn.blocks) {
    if (type !== 'tool_result') continue;
    const id = String(fields['tool_use_id']);
    if (!calls.has(id)) {
      const rule =
        'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.';
      throw mistake(
        path,
        `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. ${rule}`,
      );
    }
    if (seen.has(id)) {
      throw mistake(
        path,
        `each tool_use must have a single result. Found multiple results for: ${id}`,
      );
    }
    seen.add(id);
  }
}
