import type { Block, DocumentBlock, ImageBlock, TextBlock } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Ledger } from '../ledger.ts';
import type { TargetModel } from '../model-abilities.ts';

export type ChatPart = { readonly [name: string]: Emittable };

export interface PartWriter {
  readonly target: TargetModel;
  readonly ledger: Ledger;
}

/** The parts of a user's message. What OpenAI has no part for is lost by its place. */
export function writeParts(blocks: readonly Block[], use: PartWriter): ChatPart[] {
  return blocks.flatMap((block) => writePart(block, use));
}

function writePart(block: Block, use: PartWriter): ChatPart[] {
  dropCacheMark(block, use.ledger);
  switch (block.kind) {
    case 'text':
      return [textPart(block.text)];
    case 'image':
      return writeImage(block, use);
    case 'document':
      return writeDocument(block, use);
    default:
      use.ledger.lose(block.at, 'has no place in a message of this role at OpenAI');
      return [];
  }
}

export function textPart(text: string): ChatPart {
  return { type: 'text', text };
}

/** OpenAI caches without being told to. */
export function dropCacheMark(marked: Pick<Block, 'cache'>, ledger: Ledger): void {
  if (marked.cache) ledger.drop('cache_control');
}

/** A single text goes as a string, which every server that speaks this format takes. */
export function contentOf(parts: readonly ChatPart[]): Emittable {
  const [first] = parts;
  return parts.length === 1 && first?.['type'] === 'text' ? (first['text'] ?? '') : parts;
}

function writeImage({ source, at }: ImageBlock, { target, ledger }: PartWriter): ChatPart[] {
  if (!target.abilities.images) {
    ledger.lose(at, `is an image, which ${target.model} does not take`);
    return [];
  }
  const url = source.type === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`;
  return [{ type: 'image_url', image_url: { url } }];
}

function writeDocument(block: DocumentBlock, { target, ledger }: PartWriter): ChatPart[] {
  if (block.citations)
    ledger.lose(
      `${block.at}.citations`,
      'asks for citations of documents, which OpenAI does not give',
    );
  const about = block.context === undefined ? [] : [textPart(block.context)];
  const { source } = block;
  if (source.type === 'text') return [...about, textPart(titled(block.name, source.text))];
  if (source.type === 'url' || !target.abilities.documents) {
    ledger.lose(block.at, `is a document in a form that ${target.model} does not take here`);
    return [];
  }
  const filename = block.name ?? `document.${source.mediaType.split('/').pop() ?? 'pdf'}`;
  const file_data = `data:${source.mediaType};base64,${source.data}`;
  return [...about, { type: 'file', file: { filename, file_data } }];
}

function titled(name: string | undefined, text: string): string {
  return name === undefined ? text : `${name}\n\n${text}`;
}

/** A result that is not text goes into the user's message that follows, since OpenAI's tools answer in text. */
export function isText(block: Block): block is TextBlock {
  return block.kind === 'text';
}
