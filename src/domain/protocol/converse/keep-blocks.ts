import type {
  Block,
  DocumentBlock,
  ImageBlock,
  ReasoningBlock,
  RedactedReasoningBlock,
  ToolResultBlock,
  Turn,
} from '../conversation.ts';
import { documentFormat } from './media-format.ts';
import type { RequestWriting } from './request-writing.ts';

/** The blocks of a turn that Converse and the model have a place for; the others are in the ledger. */
export function keepBlocks(turn: Turn, use: RequestWriting): Block[] {
  return turn.content.flatMap((block) => keepBlock(block, turn.role, use));
}

function keepBlock(block: Block, role: Turn['role'], use: RequestWriting): Block[] {
  const place = places[block.kind];
  if (place !== undefined && place !== role) {
    use.ledger.lose(block.at, 'has no place in a message of this role at Bedrock');
    return [];
  }
  return isKept(block, use) ? [block.kind === 'tool_result' ? keepResult(block, use) : block] : [];
}

/** In whose messages a block may stand; texts may stand in all. */
const places: Readonly<Partial<Record<Block['kind'], Turn['role']>>> = {
  image: 'user',
  document: 'user',
  tool_result: 'user',
  tool_call: 'assistant',
  reasoning: 'assistant',
  redacted_reasoning: 'assistant',
};

function isKept(block: Block, use: RequestWriting): boolean {
  switch (block.kind) {
    case 'text':
      // An empty text is refused, and says nothing.
      return block.text.trim() !== '';
    case 'image':
    case 'document':
      return keepMedium(block, use);
    case 'tool_call':
    case 'tool_result':
      return keepTool(block, use);
    case 'reasoning':
    case 'redacted_reasoning':
      return keepReasoning(block, use);
  }
}

function keepMedium(block: ImageBlock | DocumentBlock, use: RequestWriting): boolean {
  const complaint = complaintAbout(block, use);
  if (complaint !== undefined) use.ledger.lose(block.at, complaint);
  else if (block.kind === 'document' && block.citations === true)
    use.ledger.lose(`${block.at}.citations`, 'asks for citations, which the answer cannot carry');
  return complaint === undefined;
}

function complaintAbout(
  block: ImageBlock | DocumentBlock,
  { target }: RequestWriting,
): string | undefined {
  const takes = block.kind === 'image' ? target.abilities.images : target.abilities.documents;
  if (!takes) return `is of a kind (${block.kind}) that ${target.model} does not take`;
  const { source } = block;
  if (source.type === 'url') return 'is given by its address, and Bedrock takes the bytes only';
  if (block.kind === 'image' || source.type === 'text') return undefined;
  if (documentFormat(source.mediaType) !== undefined) return undefined;
  return `is a document of a type that Bedrock does not take (${source.mediaType})`;
}

function keepTool(block: Block, { target, ledger }: RequestWriting): boolean {
  if (!target.abilities.tools) ledger.lose(block.at, `is of tools, which ${target.model} lacks`);
  return target.abilities.tools;
}

function keepResult(result: ToolResultBlock, use: RequestWriting): ToolResultBlock {
  const content = result.content.filter((block) =>
    block.kind === 'text' ? block.text.trim() !== '' : keepMedium(block, use),
  );
  return { ...result, content };
}

/**
 * Reasoning goes back to a model that reasons. Claude takes it only with the signature that it gave; text that another
 * model thought has none.
 */
function keepReasoning(
  block: ReasoningBlock | RedactedReasoningBlock,
  { target, ledger }: RequestWriting,
): boolean {
  const { family, thinking, efforts } = target.abilities;
  const isSigned = block.kind === 'redacted_reasoning' || block.signature !== undefined;
  const isTaken =
    family === 'claude' ? isSigned && (thinking.budget || thinking.adaptive) : efforts.length > 0;
  if (!isTaken) ledger.drop(block.at);
  return isTaken;
}
