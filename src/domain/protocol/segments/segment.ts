import type { TextRole } from '../../inspection/text-role.ts';
import type { JsonPath } from '../json-edit.ts';

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
  /** Name of the member that it is the value of, where the client chose that name: it often says what the value is. */
  readonly label?: string;
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

/** Gathers the segments of one body. */
export class SegmentCollector implements Segments {
  readonly segments: Segment[] = [];
  readonly unread: string[] = [];

  add(segment: Segment): void {
    if (segment.text !== '') this.segments.push(segment);
  }

  /** Every text in a value whose shape nobody knows. */
  addDeep(value: unknown, at: Omit<Segment, 'text'>): void {
    if (typeof value === 'string') this.add({ ...at, text: value });
    else if (typeof value === 'number') this.#addNumber(value, at);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        this.addDeep(item, { ...at, path: [...at.path, index] });
      }
    } else if (isFields(value)) this.#addMembers(value, at);
  }

  #addMembers(fields: Fields, at: Omit<Segment, 'text'>): void {
    for (const [name, inner] of Object.entries(fields)) {
      const path = [...at.path, name];
      if (/\d{4}|@/.test(name)) this.add({ role: at.role, path, text: name, use: 'fixed' });
      this.addDeep(inner, { ...at, path, label: name });
    }
  }

  // Shorter ones are counts and settings. A double keeps fifteen digits, and most numbers of sixteen.
  #addNumber(value: number, at: Omit<Segment, 'text'>): void {
    if (at.use !== 'text' || !Number.isSafeInteger(value) || Math.abs(value) < 1e8) return;
    this.add({ ...at, use: 'number', text: String(value) });
  }
}
