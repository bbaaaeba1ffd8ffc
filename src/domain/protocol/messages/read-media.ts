import type { DocumentBlock, ImageBlock, MediaSource } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readCacheMark } from './read-cache-mark.ts';

/** @returns undefined for a source that cannot be carried, such as an uploaded file */
export function readImage(block: RequestFields): ImageBlock | undefined {
  const source = block.requiredObject('source');
  const read = readMedia(source, source.requiredString('type'));
  if (read === undefined) return undefined;
  source.close();
  const cache = readCacheMark(block);
  // An image that is too large is refused or made smaller by each provider in its own way.
  block.drop('transformations');
  return { kind: 'image', source: read, at: block.at, ...(cache === undefined ? {} : { cache }) };
}

/** @returns undefined for a source that cannot be carried, such as an uploaded file */
export function readDocument(block: RequestFields): DocumentBlock | undefined {
  const source = readDocumentSource(block.requiredObject('source'));
  if (source === undefined) return undefined;
  const name = block.string('title');
  const context = block.string('context');
  const citations = readCitations(block);
  const cache = readCacheMark(block);
  return {
    kind: 'document',
    source,
    at: block.at,
    ...(name === undefined ? {} : { name }),
    ...(context === undefined ? {} : { context }),
    ...(citations === undefined ? {} : { citations }),
    ...(cache === undefined ? {} : { cache }),
  };
}

function readMedia(source: RequestFields, type: string): MediaSource | undefined {
  if (type === 'url') return { type, url: source.requiredString('url') };
  if (type !== 'base64') return undefined;
  return {
    type,
    mediaType: source.requiredString('media_type'),
    data: source.requiredString('data'),
  };
}

function readDocumentSource(source: RequestFields): DocumentBlock['source'] | undefined {
  const type = source.requiredString('type');
  const read = readDocumentText(source, type) ?? readMedia(source, type);
  if (read !== undefined) source.close();
  return read;
}

function readDocumentText(
  source: RequestFields,
  type: string,
): DocumentBlock['source'] | undefined {
  if (type === 'text') {
    source.take('media_type');
    return { type: 'text', text: source.requiredString('data') };
  }
  if (type !== 'content') return undefined;
  const text = joinedText(source);
  return text === undefined ? undefined : { type: 'text', text };
}

/** The text of a document that is given in blocks; undefined where it has images too. */
function joinedText(source: RequestFields): string | undefined {
  const node = source.take('content');
  if (node?.kind === 'string') return node.value;
  if (node?.kind !== 'array') throw invalidRequest(source.place('content'), 'is required');
  const texts: string[] = [];
  for (const [index, item] of node.items.entries()) {
    const block = source.element(item, `${source.place('content')}[${index}]`);
    if (block.requiredString('type') !== 'text') return undefined;
    texts.push(block.requiredString('text'));
    block.drop('cache_control');
    block.drop('citations');
    block.close();
  }
  return texts.join('\n');
}

function readCitations(block: RequestFields): boolean | undefined {
  const citations = block.object('citations');
  const enabled = citations?.boolean('enabled');
  citations?.close();
  return enabled;
}
