import type { Block, TextBlock, Turn } from '../conversation.ts';
import type { Ledger } from '../ledger.ts';
import { readBlock } from './read-block.ts';
import { markLast, readCachePoint } from './read-cache-point.ts';
import { invalid, type Placed, RequestObject } from './request-object.ts';

const roles = new Map<string, Turn['role']>([
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

export function readTurns(messages: readonly Placed[], ledger: Ledger): Turn[] {
  return messages.map((placed) => {
    const message = RequestObject.from(placed);
    const role = roles.get(message.requiredText('role'));
    if (role === undefined) throw invalid(message.place('role'), 'has to be user or assistant');
    const content = readContent(message.list('content'), ledger);
    message.loseRest(ledger);
    if (role === 'system') refuseAllButText(content);
    return { role, content, at: placed.at };
  });
}

export function readSystem(blocks: readonly Placed[], ledger: Ledger): TextBlock[] {
  const content = readContent(blocks, ledger);
  refuseAllButText(content);
  return content.filter((block) => block.kind === 'text');
}

function refuseAllButText(content: readonly Block[]): void {
  const other = content.find(({ kind }) => kind !== 'text');
  if (other !== undefined) throw invalid(other.at, 'has to be a text: it stands in instructions');
}

function readContent(blocks: readonly Placed[], ledger: Ledger): Block[] {
  const content: Block[] = [];
  for (const placed of blocks) {
    const union = RequestObject.from(placed);
    const cachePoint = union.object('cachePoint');
    if (cachePoint !== undefined) {
      markLast(content, readCachePoint(cachePoint, ledger), { at: placed.at, ledger });
      continue;
    }
    const block = readBlock(union, ledger);
    union.loseRest(ledger);
    if (block !== undefined) content.push(block);
  }
  return content;
}
