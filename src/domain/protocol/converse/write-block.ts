import type {
  Block,
  CacheMark,
  DocumentBlock,
  ImageBlock,
  TextBlock,
  ToolResultBlock,
} from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import { documentFormat, imageFormat } from './media-format.ts';
import { invalid } from './request-object.ts';
import type { RequestWriting } from './request-writing.ts';
import { textToBase64 } from './to-base64.ts';

/** A block that `keepBlocks` has let through, and the cache point after it. */
export function writeBlock(block: Block, use: RequestWriting): Emittable[] {
  return [...writeMember(block, use), ...cachePoint(markOf(block), use)];
}

function writeMember(block: Block, use: RequestWriting): Emittable[] {
  switch (block.kind) {
    case 'text':
    case 'image':
    case 'document':
      return writeContent(block, use);
    case 'tool_call': {
      const { input } = block;
      const name = use.names.give(block.name);
      return [{ toolUse: { toolUseId: use.ids.give(block.id), name, input } }];
    }
    case 'tool_result':
      return [writeToolResult(block, use)];
    case 'reasoning': {
      const { text, signature } = block;
      return [{ reasoningContent: { reasoningText: { text, signature } } }];
    }
    case 'redacted_reasoning':
      return [{ reasoningContent: { redactedContent: block.data } }];
  }
}

function writeContent(
  block: TextBlock | ImageBlock | DocumentBlock,
  use: RequestWriting,
): Emittable[] {
  if (block.kind === 'text') return [{ text: block.text }];
  return block.kind === 'image' ? writeImage(block) : writeDocument(block, use);
}

function writeImage({ source, at }: ImageBlock): Emittable[] {
  if (source.type === 'url') return [];
  const format = imageFormat(source.mediaType, source.data);
  if (format === undefined) throw invalid(at, 'is not a PNG, JPEG, GIF or WebP image');
  return [{ image: { format, source: { bytes: source.data } } }];
}

function writeDocument(block: DocumentBlock, use: RequestWriting): Emittable[] {
  const { source, context } = block;
  if (source.type === 'url') return [];
  const isText = source.type === 'text';
  const format = isText ? 'txt' : documentFormat(source.mediaType);
  const bytes = isText ? textToBase64(source.text) : source.data;
  const name = use.documents.give(block.name);
  const isClaude = use.target.abilities.family === 'claude';
  const about = context === undefined || isClaude ? [] : [{ text: context }];
  return [
    ...about,
    { document: { format, name, source: { bytes }, context: isClaude ? context : undefined } },
  ];
}

// Bedrock takes no empty text, here no more than elsewhere.
const noOutput = '(no output)';

// Only Claude and Nova take the status; other models have to read it.
function writeToolResult(result: ToolResultBlock, use: RequestWriting): Emittable {
  const { family } = use.target.abilities;
  const isFailed = result.isError === true;
  const takesStatus = family === 'claude' || family === 'nova';
  const given = result.content.flatMap((block) => writeContent(block, use));
  const content = given.length > 0 ? given : [{ text: noOutput }];
  if (isFailed && !takesStatus) use.ledger.drop(`${result.at}.is_error`);
  return {
    toolResult: {
      toolUseId: use.ids.give(result.callId),
      content: isFailed && !takesStatus ? [{ text: 'The tool call failed.' }, ...content] : content,
      status: isFailed && takesStatus ? 'error' : undefined,
    },
  };
}

/** A cache point may not stand in the content of a result: it goes after the whole of it. */
function markOf(block: Block): CacheMark | undefined {
  if (block.cache !== undefined || block.kind !== 'tool_result') return block.cache;
  return block.content.findLast(({ cache }) => cache !== undefined)?.cache;
}

/** Nothing for a model that does not cache. */
export function cachePoint(
  mark: CacheMark | undefined,
  { target, ledger }: Pick<RequestWriting, 'target' | 'ledger'>,
): Emittable[] {
  if (mark === undefined) return [];
  if (target.abilities.promptCaching) return [{ cachePoint: { type: 'default', ttl: mark.ttl } }];
  ledger.drop('cache_control');
  return [];
}
