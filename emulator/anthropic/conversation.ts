import { type Fields, isFields } from '../server/json.ts';

/** A content block with the place it was written at, as errors name it. */
export type PlacedBlock = { type: string; fields: Fields; path: string };

/** What one side said before the other spoke: messages of one role in a row are one turn. */
export type Turn = {
  role: 'user' | 'assistant' | 'system';
  blocks: PlacedBlock[];
  /** The message it begins with. */
  path: string;
};

/** The turns of a request whose shape was checked; a string is one text block. */
export function readTurns(messages: unknown): Turn[] {
  const turns: Turn[] = [];
  for (const [index, message] of (Array.isArray(messages) ? messages : []).entries()) {
    if (!isFields(message)) continue;
    const path = `messages.${index}`;
    const role = roleOf(message);
    const blocks = blocksOf(message['content'], path);
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, blocks, path });
  }
  return turns;
}

/** The blocks of a message's content, or of a system prompt. */
export function blocksOf(content: unknown, path: string): PlacedBlock[] {
  if (typeof content === 'string') {
    return [{ type: 'text', fields: { type: 'text', text: content }, path }];
  }
  return (Array.isArray(content) ? content : []).filter(isFields).map((fields, index) => ({
    type: String(fields['type']),
    fields,
    path: `${path}.content.${index}`,
  }));
}

/** All text of these blocks, that of tool results included. */
export function textOf(blocks: readonly PlacedBlock[]): string {
  return blocks
    .map(({ type, fields, path }) => {
      if (type === 'text') return String(fields['text']);
      return type === 'tool_result' ? textOf(blocksOf(fields['content'] ?? '', path)) : '';
    })
    .filter((text) => text !== '')
    .join('\n');
}

export function stringsIn(blocks: readonly PlacedBlock[], type: string, name: string): string[] {
  return blocks.filter((block) => block.type === type).map(({ fields }) => String(fields[name]));
}

function roleOf(message: Fields): Turn['role'] {
  const { role } = message;
  return role === 'assistant' || role === 'system' ? role : 'user';
}
