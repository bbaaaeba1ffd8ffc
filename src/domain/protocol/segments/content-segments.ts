import type { TextRole } from '../../inspection/text-role.ts';
import { isSealed, unsealReasoning } from '../responses/sealed-reasoning.ts';
import { addDefinitions } from './add-tools.ts';
import { isCiphertext } from './binary-text.ts';
import { addMedia, isMedia } from './media.ts';
import { type PartUse, useOf } from './part-use.ts';
import { type Place, roleNamed } from './place.ts';
import { type Fields, isFields, type SegmentUse } from './segment.ts';

/** A text, a message, an item, a part, or a list of them. */
export function addContent(value: unknown, place: Place): void {
  const { into, path, role } = place;
  if (typeof value === 'string') into.add({ path, role, use: 'text', text: value });
  else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) addContent(item, { ...place, path: [...path, at] });
  } else if (isFields(value)) addPart(value, place);
  else into.addDeep(value, { path, role, use: 'text' });
}

function addPart(part: Fields, place: Place): void {
  const { path, into } = place;
  if (isMedia(part)) {
    addMedia(part, place, addContent);
    return;
  }
  const role = roleOf(part, place.role);
  for (const [name, value] of Object.entries(part)) {
    const at: Place = { path: [...path, name], role: name === 'toolResult' ? 'tool' : role, into };
    adders[useOf(name, part, { path, role, into })](value, at);
  }
}

type Adder = (value: unknown, place: Place) => void;

const adders: Readonly<Record<PartUse, Adder>> = {
  content: addContent,
  recording: addRecording,
  definitions: (value, { into, path }) => addDefinitions(value, path, into),
  encrypted: addEncrypted,
  structure: (value, { into, path, role }) => into.addStructure(value, { path, role }),
  unheard: (value, { into, path, role }) => {
    const name = String(path.at(-1));
    into.addName(name, { path, role });
    into.addDeep(value, { path, role, use: 'fixed', hint: name });
  },
  // Some clients give what belongs in a JSON text as it is.
  json: (value, { into, path, role }) =>
    into.addDeep(value, { path, role, use: typeof value === 'string' ? 'json' : 'text' }),
  text: deep('text'),
  number: deep('text'),
  fixed: deep('fixed'),
  signed: deep('signed'),
};

function deep(use: SegmentUse): Adder {
  return (value, { into, path, role }) => into.addDeep(value, { path, role, use });
}

function roleOf(part: Fields, inherited: TextRole): TextRole {
  if (typeof part['role'] === 'string') return roleNamed(part['role']);
  const type = typeof part['type'] === 'string' ? part['type'] : '';
  if (/_result$|_output$/.test(type)) return 'tool';
  return /_(use|call)$/.test(type) || type === 'reasoning' ? 'assistant' : inherited;
}

/** What a model says aloud, and in words beside it. */
function addRecording(value: unknown, place: Place): void {
  const { path, role, into } = place;
  into.addUnread('audio/*');
  if (!isFields(value)) {
    into.addDeep(value, { path, role, use: 'fixed' });
    return;
  }
  const { transcript, ...others } = value;
  into.addDeep(transcript, { path: [...path, 'transcript'], role, use: 'text' });
  into.addStructure(others, { path, role });
}

/** What only its provider can read; or reasoning of one that signs it, in our own wrapping, which that provider never sees. */
function addEncrypted(value: unknown, place: Place): void {
  const { path, role, into } = place;
  if (typeof value === 'string' && isSealed(value)) addSealed(value, place);
  else if (typeof value !== 'string' || !isCiphertext(value)) {
    into.addDeep(value, { path, role, use: 'fixed' });
  }
}

function addSealed(value: string, { path, role, into }: Place): void {
  const sealed = unsealReasoning(value) ?? { kind: 'redacted_reasoning', data: value };
  const proof = sealed.kind === 'reasoning' ? sealed.signature : sealed.data;
  const use = isCiphertext(proof) ? 'signed' : 'fixed';
  if (use === 'fixed') into.add({ path, role, use, text: proof });
  if (sealed.kind === 'reasoning') into.add({ path, role: 'assistant', use, text: sealed.text });
}
