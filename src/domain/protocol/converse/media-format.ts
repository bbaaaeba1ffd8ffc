/** Converse's names of image formats. */
const imageFormats = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
} as const;

type ImageFormat = keyof typeof imageFormats;

/** Converse's names of document formats. */
const documentFormats = {
  pdf: 'application/pdf',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
  txt: 'text/plain',
  md: 'text/markdown',
} as const;

/** Documents that are nothing but text. */
export const textFormats: ReadonlySet<string> = new Set(['txt', 'md', 'csv', 'html']);

export function imageMediaType(format: string): string | undefined {
  return new Map<string, string>(Object.entries(imageFormats)).get(format);
}

export function documentMediaType(format: string): string | undefined {
  return new Map<string, string>(Object.entries(documentFormats)).get(format);
}

export function documentFormat(mediaType: string): string | undefined {
  const wanted = essence(mediaType);
  return Object.entries(documentFormats).find(([, type]) => type === wanted)?.[0];
}

// The first bytes of a file, in the Base64 that they give whatever follows.
const signatures: readonly (readonly [pattern: RegExp, format: ImageFormat])[] = [
  [/^iVBORw0KGgo/, 'png'],
  [/^\/9j\//, 'jpeg'],
  [/^R0lGOD/, 'gif'],
  [/^UklGR.{6}XRUJQ/, 'webp'],
];

/**
 * The format of an image by its first bytes, or where these say nothing by its media type: clients often name the wrong
 * one, and Bedrock compares.
 */
export function imageFormat(mediaType: string, base64: string): string | undefined {
  const bySignature = signatures.find(([pattern]) => pattern.test(base64))?.[1];
  if (bySignature !== undefined) return bySignature;
  const wanted = essence(mediaType) === 'image/jpg' ? 'image/jpeg' : essence(mediaType);
  return Object.entries(imageFormats).find(([, type]) => type === wanted)?.[0];
}

/** A media type without its parameters (RFC 9110 section 8.3.1). */
function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
