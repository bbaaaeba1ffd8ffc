import type { JsonPath } from '../json-edit.ts';
import type { Place } from './place.ts';
import { type Fields, isFields } from './segment.ts';

const types: ReadonlyMap<string, string> = new Map([
  ['image', 'image/*'],
  ['image_url', 'image/*'],
  ['input_image', 'image/*'],
  ['computer_screenshot', 'image/*'],
  ['audio', 'audio/*'],
  ['input_audio', 'audio/*'],
  ['output_audio', 'audio/*'],
  ['video', 'video/*'],
  ['file', '*/*'],
  ['input_file', '*/*'],
  ['document', '*/*'],
  ['container_upload', '*/*'],
  ['image_generation_call', 'image/*'],
]);

/** Whether a part is a picture, a recording, a file: something that may hold what no detector reads. */
export function isMedia(part: Fields): boolean {
  return kindOf(part) !== undefined;
}

function kindOf(part: Fields): string | undefined {
  const { type } = part;
  if (typeof type === 'string') return types.has(type) ? type : undefined;
  // Converse names the part by its only member; a message has others.
  const [name = '', ...others] = Object.keys(part);
  const isPart = others.length === 0 && isFields(part[name]);
  return isPart && ['image', 'document', 'video', 'audio'].includes(name) ? name : undefined;
}

/**
 * Reads what of it is text, and says what is not.
 * @param addContent for a file that is given as text
 */
export function addMedia(
  part: Fields,
  place: Place,
  addContent: (value: unknown, place: Place) => void,
): void {
  const { inner, kind, path } = bodyOf(part, place);
  addWords(inner, { ...place, path });
  const { source } = inner;
  if (!isFields(source) || !isText(source)) {
    const type = mediaTypeIn([part, inner, isFields(source) ? source : {}]);
    place.into.unread.push(type ?? types.get(kind) ?? '*/*');
    return;
  }
  for (const name of ['data', 'text', 'content']) {
    addContent(source[name], { ...place, path: [...path, 'source', name] });
  }
}

interface MediaBody {
  readonly inner: Fields;
  readonly kind: string;
  readonly path: JsonPath;
}

function bodyOf(part: Fields, { path }: Place): MediaBody {
  const kind = kindOf(part) ?? '';
  const named = part['type'] === undefined ? part[kind] : undefined;
  return isFields(named)
    ? { inner: named, kind, path: [...path, kind] }
    : { inner: part, kind, path };
}

/** Titles, file names and addresses: the provider sees them, or goes there. */
function addWords(part: Fields, { path, role, into }: Place): void {
  for (const name of ['title', 'context']) {
    const text = part[name];
    if (typeof text === 'string') into.add({ path: [...path, name], role, use: 'text', text });
  }
  for (const [at, text] of shortTexts(part, [])) {
    into.add({ path: [...path, ...at], role, use: 'fixed', text });
  }
}

const shortMax = 4_096;
const bulky: ReadonlySet<string> = new Set([
  'data',
  'bytes',
  'file_data',
  'type',
  'text',
  'content',
  'title',
  'context',
  'detail',
  'format',
  'media_type',
  'cache_control',
  'result',
]);

function* shortTexts(
  value: unknown,
  path: readonly string[],
): Generator<[readonly string[], string]> {
  if (typeof value === 'string') {
    if (value.length <= shortMax && !value.startsWith('data:')) yield [path, value];
  } else if (isFields(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (!bulky.has(name)) yield* shortTexts(inner, [...path, name]);
    }
  }
}

function isText(source: Fields): boolean {
  const { type } = source;
  if (type === 'text' || type === 'content') return true;
  return type === undefined && (source['text'] !== undefined || source['content'] !== undefined);
}

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+)/;
const formats: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
]);

function mediaTypeIn(parts: readonly Fields[]): string | undefined {
  return parts.map(mediaTypeOf).find((type) => type !== undefined);
}

function mediaTypeOf(part: Fields): string | undefined {
  const { media_type: type, format } = part;
  if (typeof type === 'string') return type;
  if (typeof format === 'string') return formats.get(format);
  const urls = ['image_url', 'file_data', 'url', 'file'].map((name) => part[name]);
  const texts = urls.map((url) => (isFields(url) ? (url['url'] ?? url['file_data']) : url));
  return texts.map((url) => dataUrl.exec(String(url))?.[1]).find((found) => found !== undefined);
}
