import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import type { JsonValue } from '../../../../../src/domain/policy/document/policy.ts';

/** In the order in which they are written when they are new. */
export const fieldOrder = [
  'name',
  'priority',
  'scope',
  'mode',
  'phase',
  'match',
  'when',
  'unless',
  'effect',
  'message',
  'framework_mapping',
  'tests',
] as const;
export type FieldName = (typeof fieldOrder)[number];

export type FieldPath = readonly [FieldName, ...(string | number)[]];

const parseOptions = { version: '1.2', schema: 'core', merge: false, logLevel: 'silent' } as const;
const format = { lineWidth: 0, flowCollectionPadding: false } as const;

/** The document of a text with one policy; undefined where there is none, several, or one that cannot be read. */
export function readDocument(text: string): Document | undefined {
  if (/^---/m.test(text.replace(/^---\s*\n/, ''))) return undefined;
  const document = parseDocument(text, parseOptions);
  return document.errors.length === 0 && isMap(document.contents) ? document : undefined;
}

/**
 * Writes one value into a text, or takes it out; everything else stays as it is written, comments and spaces included. Inside the
 * value the comments stay that stand at what is not replaced. A text that cannot be read stays as it is.
 */
export function withField(text: string, path: FieldPath, value: JsonValue | undefined): string {
  const [name] = path;
  return edited(text, name, (part) => {
    if (value === undefined) part.deleteIn(path);
    else part.setIn(path, nodeOf(part, name, value));
  });
}

/** Adds an element to the effects, which become a list if they are none. */
export function withOneMoreEffect(text: string, effect: JsonValue): string {
  return edited(text, 'effect', (part) => {
    const added = part.createNode(effect, { flow: true });
    const present = part.get('effect', true);
    if (isSeq(present)) present.add(added);
    else part.set('effect', part.createNode(present === undefined ? [added] : [present, added]));
  });
}

/** Adds a test behind those that are there. */
export function withOneMoreTest(text: string, test: { readonly [key: string]: JsonValue }): string {
  return edited(text, 'tests', (part) => {
    const added = part.createNode(test);
    writeShort(added);
    const present = part.get('tests', true);
    if (isSeq(present)) present.add(added);
    else part.set('tests', part.createNode([added]));
  });
}

/** What is inside a test stands on one line, as people write it. */
function writeShort(test: unknown): void {
  for (const { value } of isMap(test) ? test.items : []) {
    if (isCollection(value)) value.flow = true;
  }
}

/** Edits one top-level pair by itself and puts it back in its place. */
function edited(text: string, name: FieldName, edit: (part: Document) => void): string {
  const document = readDocument(text);
  const root = document?.contents;
  if (document === undefined || !isMap(root)) return text;
  if (root.flow) {
    edit(document);
    return document.toString(format);
  }
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === name);
  const span = pair === undefined ? emptySpan(text, root, name) : spanOf(pair, text);
  const part = parseDocument(text.slice(span.start, span.end) || '{}', parseOptions);
  if (isMap(part.contents) && pair === undefined) part.contents.flow = false;
  edit(part);
  const written =
    isMap(part.contents) && part.contents.items.length > 0 ? part.toString(format) : '';
  return spliced(text, span, written);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** From the key to the end of its value, without what stands behind it on the line. */
function spanOf({ key, value }: Pair, text: string): Span {
  const start = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const keyEnd = isNode(key) ? (key.range?.[1] ?? start) : start;
  const colon = text.indexOf(':', keyEnd) + 1;
  const end = isNode(value) && value.range ? Math.max(colon, value.range[1]) : colon;
  return { start, end };
}

/** Behind the last of the keys that come before it. */
function emptySpan(text: string, root: YAMLMap, name: FieldName): Span {
  const before: readonly string[] = fieldOrder.slice(0, fieldOrder.indexOf(name));
  const ends = root.items
    .filter(({ key }) => isScalar(key) && before.includes(String(key.value)))
    .map((pair) => lineEnd(text, spanOf(pair, text).end));
  const [first] = root.items;
  const firstKey = first !== undefined && isNode(first.key) ? (first.key.range?.[0] ?? 0) : 0;
  const at = ends.length === 0 ? firstKey : Math.max(...ends);
  return { start: at, end: at };
}

/** The beginning of the next line. */
function lineEnd(text: string, end: number): number {
  if (text[end - 1] === '\n') return end;
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length : newline + 1;
}

function spliced(text: string, { start, end }: Span, written: string): string {
  const head = text.slice(0, start);
  const needsBreak = head !== '' && !head.endsWith('\n');
  if (written === '') return head + text.slice(lineEnd(text, end));
  const isBlock = start === end || text[end - 1] === '\n';
  const rest = text.slice(end);
  // A comment behind the old value stays behind the new one, unless that ends with its line.
  const isOpen = isBlock || (/^[ \t]*#/.test(rest) && written.trimEnd().includes('\n'));
  return `${head}${needsBreak ? '\n' : ''}${isOpen ? written : written.replace(/\n$/, '')}${rest}`;
}

function nodeOf(part: Document, name: FieldName, value: JsonValue) {
  if (name === 'when' || name === 'unless') return conditionNode(String(value));
  const node = part.createNode(value);
  if (isCollection(node)) node.flow = true;
  return node;
}

/** In a plain value a quote or an exclamation mark in front means something else, and so do some marks inside. */
function conditionNode(condition: string): Scalar {
  const isPlain = /^[A-Za-z0-9(]/.test(condition) && !/\n|: | #|:$/.test(condition);
  const node = new Scalar(isPlain ? condition : `${condition}\n`);
  node.type = isPlain ? Scalar.PLAIN : Scalar.BLOCK_LITERAL;
  return node;
}
