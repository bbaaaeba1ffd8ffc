import type { DocumentBlock, ImageBlock, MediaSource } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Writing } from './writing.ts';

const imageTypes = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** How the Base64 text of an image file begins. */
const imageBeginnings: readonly (readonly [RegExp, string])[] = [
  [/^iVBORw0KGg/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD[dl]/, 'image/gif'],
  [/^UklGR.{6}XRUJQ/, 'image/webp'],
];

/** @returns undefined for an image that is lost, which the ledger then says */
export function writeImage(image: ImageBlock, use: Writing): Emittable | undefined {
  if (!use.abilities.images) return lost(image.at, 'is an image, and this model takes none', use);
  const source = imageSource(image.source);
  if (source === undefined) {
    return lost(image.at, 'is not an image of a kind that Anthropic takes', use);
  }
  return { type: 'image', source, ...use.marks.of(image) };
}

function imageSource(source: MediaSource): Emittable | undefined {
  if (source.type === 'url') return { type: 'url', url: source.url };
  // Anthropic compares the type with the content, and clients often guess it wrong.
  const seen = imageBeginnings.find(([beginning]) => beginning.test(source.data))?.[1];
  const said = source.mediaType.toLowerCase().replace(/^image\/jpg$/, 'image/jpeg');
  const media_type = seen ?? said;
  if (!imageTypes.has(media_type)) return undefined;
  return { type: 'base64', media_type, data: source.data };
}

/** @returns undefined for a document that is lost, which the ledger then says */
export function writeDocument(document: DocumentBlock, use: Writing): Emittable | undefined {
  if (!use.abilities.documents) {
    return lost(document.at, 'is a document, and this model takes none', use);
  }
  const source = documentSource(document.source);
  if (source === undefined) {
    return lost(document.at, 'is neither a PDF nor a text, and Anthropic takes no others', use);
  }
  return {
    type: 'document',
    source,
    title: document.name || undefined,
    context: document.context || undefined,
    citations: document.citations === true ? { enabled: true } : undefined,
    ...use.marks.of(document),
  };
}

function documentSource(source: DocumentBlock['source']): Emittable | undefined {
  if (source.type === 'url') return { type: 'url', url: source.url };
  if (source.type === 'text') return textSource(source.text);
  if (source.mediaType === 'application/pdf') {
    return { type: 'base64', media_type: source.mediaType, data: source.data };
  }
  return source.mediaType.startsWith('text/') ? textSource(decoded(source.data)) : undefined;
}

function textSource(text: string | undefined): Emittable | undefined {
  if (!text?.trim()) return undefined;
  return { type: 'text', media_type: 'text/plain', data: text };
}

/** @returns undefined for what is not Base64 of UTF-8 */
function decoded(data: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function lost(at: string, reason: string, use: Writing): undefined {
  use.ledger.lose(at, reason);
  return undefined;
}
