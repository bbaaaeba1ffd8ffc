import type { DocumentBlock, ImageBlock } from '../conversation.ts';
import type { Ledger } from '../ledger.ts';
import { documentMediaType, imageMediaType, textFormats } from './media-format.ts';
import { invalid, RequestObject } from './request-object.ts';

/** Undefined, and in the ledger, for an image that is kept in S3. */
export function readImage(image: RequestObject, ledger: Ledger): ImageBlock | undefined {
  const format = image.requiredText('format');
  const mediaType = imageMediaType(format);
  if (mediaType === undefined) throw invalid(image.place('format'), 'is not an image format');
  const source = image.requiredObject('source');
  const data = source.text('bytes');
  source.loseRest(ledger);
  if (data === undefined) return undefined;
  return { kind: 'image', source: { type: 'base64', mediaType, data }, at: image.at };
}

/** Undefined, and in the ledger, for a document that is kept in S3. */
export function readDocument(document: RequestObject, ledger: Ledger): DocumentBlock | undefined {
  const format = document.text('format') ?? 'txt';
  const name = document.text('name');
  const context = document.text('context');
  const citations = document.object('citations')?.boolean('enabled');
  const source = readSource(document.requiredObject('source'), format, ledger);
  if (source === undefined) return undefined;
  return {
    kind: 'document',
    source,
    at: document.at,
    ...(name !== undefined && { name }),
    ...(context !== undefined && { context }),
    ...(citations !== undefined && { citations }),
  };
}

function readSource(
  source: RequestObject,
  format: string,
  ledger: Ledger,
): DocumentBlock['source'] | undefined {
  const text = source.text('text') ?? readChunks(source, ledger);
  const data = source.text('bytes');
  source.loseRest(ledger);
  if (text !== undefined) return { type: 'text', text };
  if (data === undefined) return undefined;
  const mediaType = documentMediaType(format);
  if (mediaType === undefined) throw invalid(source.at, 'is of a format that nobody knows');
  const plain = textFormats.has(format) ? utf8Text(data) : undefined;
  return plain === undefined ? { type: 'base64', mediaType, data } : { type: 'text', text: plain };
}

function readChunks(source: RequestObject, ledger: Ledger): string | undefined {
  const chunks = source.list('content');
  if (chunks.length === 0) return undefined;
  ledger.alter(source.place('content'), 'is a document in pieces, which only Bedrock keeps apart');
  return chunks.map((chunk) => RequestObject.from(chunk).requiredText('text')).join('\n');
}

/** Undefined for what is not Base64 (RFC 4648) of UTF-8. */
function utf8Text(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
