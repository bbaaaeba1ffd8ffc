import { type Fields, isFields } from '../server/json.ts';
import { requireImageUrl } from './chat-parts.ts';
import { invalidType, invalidValue, missingParameter } from './parameters.ts';

/** What a user, system or developer message may hold, and what an assistant's. */
export const INPUT_PARTS: readonly string[] = [
  'input_text',
  'input_image',
  'input_file',
  'input_audio',
];
export const OUTPUT_PARTS: readonly string[] = ['output_text', 'refusal'];

/** One content part of an item, of the types that its place allows. */
export function checkPart(part: unknown, types: readonly string[], name: string): void {
  if (!isFields(part)) throw invalidType(name, 'an object', part);
  const type = String(part['type']);
  if (!types.includes(type)) throw invalidValue(`${name}.type`, type, types);
  switch (type) {
    case 'input_text':
    case 'output_text':
      requireString(part, 'text', name);
      break;
    case 'refusal':
      requireString(part, 'refusal', name);
      break;
    case 'input_image':
      if (typeof part['file_id'] !== 'string') {
        requireImageUrl(part['image_url'], `${name}.image_url`);
      }
      break;
    case 'input_file':
      requireSource(part, name);
      break;
    default:
  }
}

/** A member that must be there and be text. */
export function requireString(fields: Fields, member: string, name: string): void {
  const value = fields[member] ?? undefined;
  if (value === undefined) throw missingParameter(`${name}.${member}`);
  if (typeof value !== 'string') throw invalidType(`${name}.${member}`, 'a string', value);
}

function requireSource(part: Fields, name: string): void {
  const source = part['file_data'] ?? part['file_url'] ?? part['file_id'];
  if (typeof source !== 'string') throw missingParameter(`${name}.file_id`);
}
