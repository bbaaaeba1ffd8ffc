import type { JsonPath } from '../json-edit.ts';
import { isCiphertext } from './binary-text.ts';
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
// What nobody has heard of yet, by how such parts are called.
const likely =
  /^(?:input_|output_)?(?:(image|audio|video)|file|document|media|pdf)s?(?:_(?:url|uri|file|id|data))?$/;
// Converse names the part by its member.
const named = ['image', 'document', 'video', 'audio'];

/** Whether a part is a picture, a recording, a file: something that may hold what no detector reads. */
export function isMedia(part: Fields): boolean {
  return kindOf(part) !== undefined;
}

function kindOf(part: Fields): string | undefined {
  const { type } = part;
  if (typeof type === 'string') return types.has(type) || likely.test(type) ? type : undefined;
  // A message may have such members beside what it says.
  if (part['role'] !== undefined) return undefined;
  return named.find((name) => isFields(part[name]));
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
  const kind = kindOf(part) ?? '';
  const inner = part['type'] === undefined ? part[kind] : undefined;
  if (!isFields(inner)) {
    addBody(part, kind, { place, addContent });
    return;
  }
  addBody(inner, kind, { place: within(place, kind), addContent });
  const { [kind]: _, ...others } = part;
  place.into.addStructure(others, place);
}

interface Reading {
  readonly place: Place;
  readonly addContent: (value: unknown, place: Place) => void;
}

function addBody(body: Fields, kind: string, { place, addContent }: Reading): void {
  const source = isFields(body['source']) ? body['source'] : {};
  const isRead = isText(source);
  if (!isRead) {
    place.into.addUnread(mediaTypeIn([body, source]) ?? types.get(kind) ?? typeLike(kind));
  }
  for (const [name, value] of Object.entries(body)) {
    const at = within(place, name);
    if (titles.has(name)) place.into.addDeep(value, { path: at.path, role: at.role, use: 'text' });
    else if (name === 'source' && isRead) addSource(source, { place: at, addContent });
    else addOther(name, value, at);
  }
}

const titles: ReadonlySet<string> = new Set(['title', 'context']);

function addSource(source: Fields, { place, addContent }: Reading): void {
  for (const [name, value] of Object.entries(source)) {
    const at = within(place, name);
    if (['data', 'text', 'content'].includes(name)) addContent(value, at);
    else addOther(name, value, at);
  }
}

const words: ReadonlySet<string> = new Set([
  'type',
  'detail',
  'format',
  'media_type',
  'cache_control',
  'id',
  'status',
]);

/** File names and addresses: the provider sees them, or goes there. The bytes of a file are told about already. */
function addOther(name: string, value: unknown, place: Place): void {
  const { path, role, into } = place;
  into.addName(name, place);
  if (words.has(name)) into.addStructure(value, place);
  else if (isFields(value)) {
    for (const [inner, more] of Object.entries(value)) addOther(inner, more, within(place, inner));
  } else if (typeof value !== 'string' || !isCiphertext(value)) {
    into.addDeep(value, { path, role, use: 'fixed' });
  }
}

function within(place: Place, name: string): Place {
  const path: JsonPath = [...place.path, name];
  return { ...place, path };
}

function isText(source: Fields): boolean {
  const { type } = source;
  if (type === 'text' || type === 'content') return true;
  return type === undefined && (source['text'] !== undefined || source['content'] !== undefined);
}

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+)/;
// It goes into the audit log, so it is not what a client likes to say (RFC 6838 has its first part and no long numbers).
const mediaType =
  /^(?:application|audio|font|image|model|text|video)\/(?!.*\d{5})[a-z][a-z0-9.+-]{0,79}$/i;
const formats: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
]);

function typeLike(kind: string): string {
  const family = likely.exec(kind)?.[1];
  return family === undefined ? '*/*' : `${family}/*`;
}

function mediaTypeIn(parts: readonly Fields[]): string | undefined {
  const type = parts.map(mediaTypeOf).find((found) => found !== undefined);
  return type !== undefined && mediaType.test(type) ? type : undefined;
}

function mediaTypeOf(part: Fields): string | undefined {
  const { media_type: type, format } = part;
  if (typeof type === 'string') return type;
  if (typeof format === 'string') return formats.get(format);
  const urls = ['image_url', 'file_data', 'url', 'file'].map((name) => part[name]);
  const texts = urls.map((url) => (isFields(url) ? (url['url'] ?? url['file_data']) : url));
  return texts.map((url) => dataUrl.exec(String(url))?.[1]).find((found) => found !== undefined);
}
