import type { Wire } from '../wire.ts';
import { addDefinitions } from './add-tools.ts';
import { addContent } from './content-segments.ts';
import { isMedia } from './media.ts';
import { isOpaque } from './opaque-member.ts';
import { type Place, roleNamed } from './place.ts';
import { type Fields, isFields, listOf, SegmentCollector, type Segments } from './segment.ts';

/**
 * Every text in the body of a request or an answer, in any of the formats, in the order of the body. Members are told apart
 * by what they are for; one that nobody has heard of yet is inspected all the same, only not edited.
 * @param wire of a request; without one the body is that of an answer, and what its provider makes by contract is left out
 */
export function segmentsOf(body: Fields, wire?: Wire): Segments {
  const into = collectorFor(wire);
  for (const [name, value] of Object.entries(body)) {
    if (isPseudonymised(name, value, wire)) continue;
    const read = readerOf(name, wire);
    read(value, { path: [name], role: 'user', into });
  }
  return into;
}

// Providers that are asked in these sign no words that a client could send back.
const unsigned: readonly Wire[] = ['chat', 'embeddings', 'opaque'];

function collectorFor(wire: Wire | undefined): SegmentCollector {
  if (wire === undefined) return new SegmentCollector(isOpaque);
  return new SegmentCollector(undefined, { hasSignedWords: !unsigned.includes(wire) });
}

type Reader = (value: unknown, place: Place) => void;

// Words of the formats, and names of models.
const structure: ReadonlySet<string> = new Set([
  'model',
  'object',
  'type',
  'id',
  'role',
  'service_tier',
  'system_fingerprint',
  'stop_reason',
  'anthropic_version',
  'usage',
  'status',
  'tool_choice',
  'include',
]);

const system: Reader = (value, place) => addContent(value, { ...place, role: 'system' });
const text: Reader = (value, { into, path, role }) =>
  into.addDeep(value, { path, role, use: 'text' });
const answer: Reader = (value, place) => addContent(value, { ...place, role: 'assistant' });
const definitions: Reader = (value, { path, into }) => addDefinitions(value, path, into);

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['messages', addMessages],
  ['system', system],
  ['instructions', system],
  ['preamble', system],
  ['input', addInput],
  ['prompt', addPrompt],
  ['prediction', answer],
  ['tools', definitions],
  ['functions', definitions],
  ['response_format', definitions],
  ['output_format', definitions],
  ['output_config', definitions],
  ['toolConfig', addToolConfig],
  ['requestMetadata', text],
  ['promptVariables', text],
  // Models of Bedrock with formats of their own.
  ['inputText', text],
  ['inputs', text],
  ['texts', text],
  ['query', text],
  ['documents', text],
  ['chat_history', text],
  ['message', text],
  ['suffix', text],
  ['text_prompts', text],
  ['negative_prompt', text],
  ['textToImageParams', text],
]);

const answerReaders: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['choices', addChoices],
  ['content', answer],
  // What was said in a recording.
  ['text', answer],
  ['output', addOutput],
  ['output_text', answer],
  ['completion', answer],
  ['generation', answer],
  ['outputs', (value, place) => text(value, { ...place, role: 'assistant' })],
  ['results', (value, place) => text(value, { ...place, role: 'assistant' })],
]);

function readerOf(name: string, wire: Wire | undefined): Reader {
  if (name === 'metadata') return (value, place) => addMetadata(value, place, wire);
  const read = readers.get(name) ?? (wire === undefined ? answerReaders.get(name) : undefined);
  if (read !== undefined) return read;
  if (structure.has(name)) return (value, place) => place.into.addStructure(value, place);
  return addUnknown;
}

const openAiWires: readonly Wire[] = ['chat', 'responses', 'embeddings', 'opaque'];

/** These reach no provider: a pseudonym takes their place. */
function isPseudonymised(name: string, value: unknown, wire: Wire | undefined): boolean {
  const isUser = name === 'user' || name === 'safety_identifier';
  return isUser && typeof value === 'string' && wire !== undefined && openAiWires.includes(wire);
}

function addMessages(value: unknown, place: Place): void {
  if (!Array.isArray(value)) addContent(value, place);
  for (const [at, message] of listOf(value).entries()) addMessage(message, inside(place, at));
}

function addMessage(message: unknown, place: Place): void {
  addContent(message, { ...place, role: roleNamed(isFields(message) ? message['role'] : '') });
}

/** Responses: a text or items. Embeddings: a text, texts, or tokens, which nobody can read. */
function addInput(value: unknown, place: Place): void {
  if (!Array.isArray(value)) addContent(value, place);
  else addItems(value, place);
}

function addItems(items: readonly unknown[], place: Place): void {
  for (const [at, item] of items.entries()) {
    if (isToken(item)) place.into.addUnread('application/x-tokens');
    else if (Array.isArray(item)) addItems(item, inside(place, at));
    else addContent(item, inside(place, at));
  }
}

// No vocabulary has more.
const tokenMax = 1e7;

function isToken(item: unknown): boolean {
  return typeof item === 'number' && Math.abs(item) < tokenMax;
}

/** Legacy completions: like embeddings. Responses: a stored prompt with variables. */
function addPrompt(value: unknown, place: Place): void {
  if (!isFields(value)) {
    addInput(value, place);
    return;
  }
  const { variables, ...others } = value;
  place.into.addStructure(others, place);
  const at = inside(place, 'variables');
  if (!isFields(variables)) text(variables, at);
  else for (const [name, given] of Object.entries(variables)) addVariable(name, given, at);
}

function addVariable(name: string, value: unknown, place: Place): void {
  const { path, role, into } = inside(place, name);
  into.addName(name, { path, role });
  if (isFields(value) && isMedia(value)) addContent(value, { path, role, into });
  else into.addDeep(value, { path, role, use: 'text', label: name });
}

function addToolConfig(value: unknown, place: Place): void {
  const { path, into } = place;
  if (!isFields(value)) {
    into.addStructure(value, place);
    return;
  }
  const { tools, ...others } = value;
  addDefinitions(tools, [...path, 'tools'], into);
  into.addStructure(others, place);
}

/** Anthropic's has the end user in it, who becomes a pseudonym. */
function addMetadata(value: unknown, { path, into }: Place, wire: Wire | undefined): void {
  const at = { path, role: 'user', use: 'text' } as const;
  if (wire === 'messages' && isFields(value) && typeof value['user_id'] === 'string') {
    const { user_id: _, ...others } = value;
    into.addDeep(others, at);
  } else into.addDeep(value, at);
}

function addChoices(value: unknown, place: Place): void {
  for (const [at, choice] of listOf(value).entries()) {
    if (!isFields(choice)) continue;
    for (const [name, inner] of Object.entries(choice)) {
      const member: Place = { ...inside(inside(place, at), name), role: 'assistant' };
      if (['message', 'delta', 'text'].includes(name)) addContent(inner, member);
      else addUnknown(inner, member);
    }
  }
}

/** Responses: items. Converse: a message. */
function addOutput(value: unknown, place: Place): void {
  const at: Place = { ...place, role: 'assistant' };
  if (Array.isArray(value)) addItems(value, at);
  else if (!isFields(value)) addUnknown(value, at);
  else {
    for (const [name, inner] of Object.entries(value)) {
      (name === 'message' ? addContent : addUnknown)(inner, inside(at, name));
    }
  }
}

/** What nobody has heard of is read, and left as it is. */
function addUnknown(value: unknown, { path, role, into }: Place): void {
  const name = String(path.at(-1));
  into.addName(name, { path, role });
  into.addDeep(value, { path, role, use: 'fixed', hint: name });
}

function inside(place: Place, step: string | number): Place {
  return { ...place, path: [...place.path, step] };
}
