import type { TextRole } from '../../inspection/text-role.ts';
import type { JsonPath } from '../json-edit.ts';
import { addTools } from './add-tools.ts';
import { addContent } from './content-segments.ts';
import { type Place, roleNamed } from './place.ts';
import { type Fields, isFields, listOf, SegmentCollector, type Segments } from './segment.ts';

/**
 * Every text in the body of a request or an answer, in any of the formats, in the order of the body. Members are told apart
 * by what they are for; one that nobody has heard of yet is inspected all the same, only not edited.
 */
export function segmentsOf(body: Fields): Segments {
  const into = new SegmentCollector();
  for (const [name, value] of Object.entries(body)) {
    const read = readers.get(name);
    const path = [name];
    if (read !== undefined) read(value, { path, role: 'user', into });
    else if (!skipped.has(name)) into.addDeep(value, { path, role: 'user', use: 'fixed' });
  }
  return into;
}

type Reader = (value: unknown, place: Place) => void;

// `user` and `safety_identifier` reach no provider: a pseudonym takes their place.
const skipped: ReadonlySet<string> = new Set([
  'model',
  'object',
  'type',
  'id',
  'user',
  'safety_identifier',
  'role',
  'service_tier',
  'system_fingerprint',
  'stop_reason',
  'anthropic_version',
  'usage',
]);

const system: Reader = (value, place) => addContent(value, { ...place, role: 'system' });
const text: Reader = (value, { into, path, role }) =>
  into.addDeep(value, { path, role, use: 'text' });
const answer: Reader = (value, place) => addContent(value, { ...place, role: 'assistant' });

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['messages', addMessages],
  ['system', system],
  ['instructions', system],
  ['input', addInput],
  ['prompt', addPrompt],
  ['tools', (value, { path, into }) => addTools(value, path, into)],
  ['functions', (value, { path, into }) => addTools(value, path, into)],
  ['toolConfig', addToolConfig],
  ['metadata', addMetadata],
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
  // Answers.
  ['choices', addChoices],
  ['content', answer],
  ['output', addOutput],
  ['output_text', answer],
  ['completion', answer],
  ['generation', answer],
  ['outputs', (value, place) => text(value, { ...place, role: 'assistant' })],
  ['results', (value, place) => text(value, { ...place, role: 'assistant' })],
]);

function addMessages(value: unknown, place: Place): void {
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
  if (isTokens(items)) {
    place.into.unread.push('application/x-tokens');
    return;
  }
  for (const [at, item] of items.entries()) {
    if (Array.isArray(item)) addItems(item, inside(place, at));
    else addContent(item, inside(place, at));
  }
}

function isTokens(items: readonly unknown[]): boolean {
  return typeof items[0] === 'number';
}

/** Legacy completions: like embeddings. Responses: a stored prompt with variables. */
function addPrompt(value: unknown, place: Place): void {
  if (isFields(value)) text(value['variables'], { ...place, path: [...place.path, 'variables'] });
  else addInput(value, place);
}

function addToolConfig(value: unknown, { path, into }: Place): void {
  if (isFields(value)) addTools(value['tools'], [...path, 'tools'], into);
}

/** Anthropic's has the end user in it, who becomes a pseudonym. */
function addMetadata(value: unknown, { path, into }: Place): void {
  if (!isFields(value)) return;
  const { user_id: _, ...others } = value;
  into.addDeep(others, { path, role: 'user', use: 'text' });
}

function addChoices(value: unknown, place: Place): void {
  for (const [at, choice] of listOf(value).entries()) {
    if (!isFields(choice)) continue;
    const role: TextRole = 'assistant';
    for (const name of ['message', 'delta', 'text']) {
      const path: JsonPath = [...place.path, at, name];
      addContent(choice[name], { ...place, path, role });
    }
  }
}

/** Responses: items. Converse: a message. */
function addOutput(value: unknown, place: Place): void {
  const at: Place = { ...place, role: 'assistant' };
  if (Array.isArray(value)) addItems(value, at);
  else if (isFields(value)) addContent(value['message'], { ...at, path: [...at.path, 'message'] });
}

function inside(place: Place, step: string | number): Place {
  return { ...place, path: [...place.path, step] };
}
