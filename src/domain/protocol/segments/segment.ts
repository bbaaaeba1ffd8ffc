import type { TextRole } from '../../inspection/text-role.ts';
import type { JsonPath } from '../json-edit.ts';
import { binaryTypeOf } from './binary-text.ts';
import { isOrdinaryName, isOrdinaryWord } from './ordinary-word.ts';

/**
 * How a text in a request or an answer may be dealt with. `text`: replaced as one likes. `json`: it is JSON itself, such as
 * the arguments of a tool, and must stay so. `number`: stands without quotes. `fixed`: something would break if it said
 * anything else, an enumeration or a name. `signed`: words of a model that its provider checks when it gets them back.
 */
export type SegmentUse = 'text' | 'json' | 'number' | 'fixed' | 'signed';

/** One text in a body, and where it stands. */
export interface Segment {
  readonly path: JsonPath;
  readonly text: string;
  readonly role: TextRole;
  readonly use: SegmentUse;
  /** Names of the members that it is the value of, where the client chose them: they often say what the value is. */
  readonly label?: string;
  /** What the member is called, where nobody knows it: that may say what the value is, and never what it is not. */
  readonly hint?: string;
}

/** What of a body can be read, and what cannot. */
export interface Segments {
  readonly segments: readonly Segment[];
  /** Media types of content that no detector reads; `*` where a part of it is not known. */
  readonly unread: readonly string[];
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

type Where = Omit<Segment, 'text'>;
type IsOpaque = (path: JsonPath, text: string) => boolean;

const every = () => true;
const isRemarkable = (text: string) => !isOrdinaryWord(text);
const labelMax = 64;
// Shorter numbers are counts and settings. Where nobody knows what one is for, only those count that could name somebody.
const textNumberMin = 1e5;
const otherNumberMin = 1e8;

/** Gathers the segments of one body. */
export class SegmentCollector implements Segments {
  readonly segments: Segment[] = [];
  readonly unread: string[] = [];
  readonly #names = new Set<string>();
  readonly #isOpaque: IsOpaque;

  /** Whether there can be words in the body that their provider has signed. */
  readonly hasSignedWords: boolean;

  /** @param isOpaque for what stands where nothing else may, and says nothing */
  constructor(isOpaque: IsOpaque = () => false, { hasSignedWords = true } = {}) {
    this.#isOpaque = isOpaque;
    this.hasSignedWords = hasSignedWords;
  }

  add(segment: Segment): void {
    if (segment.text === '') return;
    if (segment.use === 'fixed' && this.#isOpaque(segment.path, segment.text)) return;
    const binary = binaryTypeOf(segment.text);
    if (binary === undefined) this.segments.push(segment);
    else this.addUnread(binary);
  }

  /** @param mediaType of something that no detector reads */
  addUnread(mediaType: string): void {
    if (!this.unread.includes(mediaType)) this.unread.push(mediaType);
  }

  /** Every text in a value whose shape nobody knows, and what its members are called. */
  addDeep(value: unknown, at: Where): void {
    this.#walk(value, at, every);
  }

  /** What a format provides for, so that its words mean nothing; anything else that stands there is a text. */
  addStructure(value: unknown, { path, role }: Pick<Where, 'path' | 'role'>): void {
    this.#walk(value, { path, role, use: 'fixed' }, isRemarkable);
  }

  /** What the client calls a member. To have read it once is enough. */
  addName(name: string, { path, role }: Pick<Where, 'path' | 'role'>): void {
    if (isOrdinaryName(name) || this.#names.has(name)) return;
    this.#names.add(name);
    this.add({ path, role, use: 'fixed', text: name });
  }

  #walk(value: unknown, at: Where, counts: (text: string) => boolean): void {
    if (typeof value === 'string') {
      if (counts(value)) this.add({ ...at, text: value });
    } else if (typeof value === 'number') this.#addNumber(value, at);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        this.#walk(item, { ...at, path: [...at.path, index] }, counts);
      }
    } else if (isFields(value)) this.#walkMembers(value, at, counts);
  }

  #walkMembers(fields: Fields, at: Where, counts: (text: string) => boolean): void {
    for (const [name, inner] of Object.entries(fields)) {
      const path = [...at.path, name];
      this.addName(name, { path, role: at.role });
      this.#walk(inner, counts === every ? labelled(at, name, path) : { ...at, path }, counts);
    }
  }

  #addNumber(value: number, at: Where): void {
    const min = at.use === 'text' ? textNumberMin : otherNumberMin;
    if (!Number.isFinite(value) || Math.abs(value) < min) return;
    this.add({ ...at, use: at.use === 'text' ? 'number' : at.use, text: String(value) });
  }
}

function labelled({ hint: _, ...at }: Where, name: string, path: JsonPath): Where {
  const label = at.label === undefined ? name : `${at.label} ${name}`.slice(-labelMax);
  return { ...at, path, label };
}
