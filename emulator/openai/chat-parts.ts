import { type Fields, isFields } from '../server/json.ts';
import { type ApiFailure, invalidRequest } from './api-failure.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';
import { tokenize } from './tokens.ts';

// About what a low-detail image costs; exact numbers differ per model.
const MEDIA_TOKENS = 85;
const WEB_ADDRESS = /^https?:\/\/\S+$/;
const INLINE_IMAGE = /^data:image\/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+$/;

/** What one part of a message adds to the prompt. */
export type Part = { text: string; tokens: number; isAudio: boolean };

const allowed: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
};

/** One content part of a chat message of the given role. */
export function readPart(part: unknown, role: string, name: string): Part {
  if (!isFields(part)) throw invalidType(name, 'an object', part);
  const type = part['type'];
  if (typeof type !== 'string') throw missingParameter(`${name}.type`);
  const types = allowed[role] ?? ['text'];
  if (!types.includes(type)) throw invalidValue(`${name}.type`, type, types);
  switch (type) {
    case 'text':
    case 'refusal':
      return textPart(part, type, name);
    case 'image_url':
      return imagePart(part, name);
    case 'input_audio':
      return audioPart(part, name);
    default:
      return filePart(part, name);
  }
}

function textPart(part: Fields, type: string, name: string): Part {
  const text = part[type];
  if (typeof text !== 'string') throw missingParameter(`${name}.${type}`);
  return { text, tokens: tokenize(text).length, isAudio: false };
}

function imagePart(part: Fields, name: string): Part {
  const image = part['image_url'];
  if (!isFields(image)) throw invalidType(`${name}.image_url`, 'an object', image);
  requireImageUrl(image['url'], `${name}.image_url.url`);
  return { text: '', tokens: MEDIA_TOKENS, isAudio: false };
}

/** An https address or an inline image of a type that the models see. */
export function requireImageUrl(url: unknown, name: string): void {
  if (typeof url !== 'string') throw missingParameter(name);
  if (WEB_ADDRESS.test(url) || INLINE_IMAGE.test(url)) return;
  if (url.startsWith('data:')) throw unsupportedImage(name);
  const message = `Invalid '${name}'. Expected a valid URL, but got a value with an invalid format.`;
  throw invalidRequest(message, name, 'invalid_value');
}

function unsupportedImage(name: string): ApiFailure {
  const message = `Invalid '${name}'. Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got a value that is not one.`;
  return invalidRequest(message, name, 'invalid_value');
}

function audioPart(part: Fields, name: string): Part {
  const audio = part['input_audio'];
  if (!isFields(audio)) throw missingParameter(`${name}.input_audio`);
  if (typeof audio['data'] !== 'string') throw missingParameter(`${name}.input_audio.data`);
  const formats = ['wav', 'mp3'];
  const format = String(audio['format']);
  if (!formats.includes(format)) throw invalidValue(`${name}.input_audio.format`, format, formats);
  return { text: '', tokens: MEDIA_TOKENS, isAudio: true };
}

function filePart(part: Fields, name: string): Part {
  const file = part['file'];
  if (!isFields(file)) throw missingParameter(`${name}.file`);
  if (typeof (file['file_id'] ?? file['file_data']) !== 'string') {
    throw missingParameter(`${name}.file.file_id`);
  }
  return { text: '', tokens: MEDIA_TOKENS, isAudio: false };
}
