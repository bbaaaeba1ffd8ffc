import { encodeBase64 } from './base64.ts';
import { isRecord } from './body-shape.ts';
import type { BundleReader } from './bundle.ts';
import type { CheckedEntry } from './check-entry.ts';
import { commit } from './commitment.ts';
import {
  contentFile,
  contentFolder,
  erasedElsewhereFile,
  type OpenedContent,
  parseContentFile,
  parseErasedFile,
} from './content-file.ts';
import { parseBody } from './entry.ts';
import { type ContentPart, type ContentPartName, contentParts } from './entry-content.ts';
import type { AuditBody } from './fact.ts';
import type { AuditedContent } from './fact-parts.ts';
import type { Finding, Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import { lengthOf, type Range, subtract } from './ranges.ts';

/** What a bundle with content shows of it; the numbers are of entries. */
export interface ContentCount {
  /** The content, or some of it, is exactly what the entry commits to. */
  readonly opened: number;
  /** Policy let none of it be kept, or not all of it. */
  readonly notKept: number;
  readonly erased: number;
}

/** V14: content is what the entries commit to, and is only missing where an entry says that it was erased. */
export class ContentChecker {
  readonly #bundle: BundleReader;
  readonly #findings: Findings;
  readonly #hasContent: boolean;
  #lines = new Map<number, OpenedContent>();
  #unreadable = false;
  /** Entries without content, in order; neighbours are one. */
  readonly #missing: { first: number; end: number }[] = [];
  #opened = 0;
  #notKept = 0;

  constructor(bundle: BundleReader, findings: Findings) {
    this.#bundle = bundle;
    this.#findings = findings;
    this.#hasContent = bundle.names.some((name) => name.startsWith(contentFolder));
  }

  /** Reads the content of the entries that come next. */
  async startBundle(bundle: number): Promise<void> {
    if (!this.#hasContent) return;
    this.#reportUnclaimed();
    const file = contentFile(bundle);
    const bytes = await this.#bundle.read(file);
    this.#unreadable = false;
    if (bytes === undefined) return;
    try {
      this.#lines = new Map(parseContentFile(bytes).map((line) => [line.index, line]));
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#unreadable = true;
      this.#findings.add({ check: 'V14', weight: 'tampered', file, message: error.message });
    }
  }

  check({ body, index }: CheckedEntry): void {
    if (!this.#hasContent || this.#unreadable) return;
    const commitments = commitmentsOf(parseBody(body));
    if (commitments.size === 0) return;
    const line = this.#lines.get(index);
    this.#lines.delete(index);
    if (line === undefined) {
      const last = this.#missing.at(-1);
      if (last?.end === index) last.end = index + 1;
      else this.#missing.push({ first: index, end: index + 1 });
      return;
    }
    const parts = line.parts.filter((part) => this.#checkPart(line, part, commitments));
    if (parts.length > 0) this.#opened++;
    else this.#notKept++;
  }

  /** Of an entry that could not be read nobody can tell what its content must be. */
  skip(index: number): void {
    this.#lines.delete(index);
  }

  /**
   * @param erasures what the entries say was erased
   * @param weight what it means that content is missing for no reason that was read
   * @returns what was found; undefined where the bundle holds no content
   */
  async finish(
    erasures: readonly Range[],
    weight: Finding['weight'],
  ): Promise<ContentCount | undefined> {
    if (!this.#hasContent) return undefined;
    this.#reportUnclaimed();
    const left = subtract(this.#missing, erasures);
    const unexplained = subtract(left, await this.#erasedElsewhere());
    for (const range of subtract(left, unexplained)) {
      const message =
        'the bundle says that an entry beyond it erased the content: verify that one too';
      this.#reportMissing(range, 'incomplete', message);
    }
    for (const range of unexplained) {
      const message = 'content is missing, and no entry says that it was erased';
      this.#reportMissing(range, weight, message);
    }
    const erased = lengthOf(this.#missing) - lengthOf(left);
    return { opened: this.#opened, notKept: this.#notKept, erased };
  }

  async #erasedElsewhere(): Promise<Range[]> {
    const file = erasedElsewhereFile;
    const bytes = await this.#bundle.read(file);
    if (bytes === undefined) return [];
    try {
      return parseErasedFile(bytes).flatMap(({ ranges }) => ranges);
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#findings.add({ check: 'V14', weight: 'tampered', file, message: error.message });
      return [];
    }
  }

  #reportMissing({ first, end }: Range, weight: Finding['weight'], message: string): void {
    this.#findings.add({
      check: 'V14',
      weight,
      index: first,
      message,
      expected: 'the content, or privacy.erased',
      actual: `nothing for the entries ${first} to ${end - 1}`,
    });
  }

  /** @returns whether the part is exactly what the entry commits to */
  #checkPart(
    { index, salt }: OpenedContent,
    { name, form, bytes }: ContentPart,
    commitments: ReadonlyMap<ContentPartName, AuditedContent>,
  ): boolean {
    const commitment = commitments.get(name);
    if (commitment !== undefined && form !== 'whole') return false;
    const actual = encodeBase64(commit(salt, bytes));
    if (commitment?.commit === actual && commitment.bytes === bytes.length) return true;
    this.#findings.add({
      check: 'V14',
      weight: 'tampered',
      index,
      message: `the content (${name}) is not what the entry commits to`,
      expected:
        commitment === undefined ? 'no content' : `${commitment.commit}, ${commitment.bytes} bytes`,
      actual: `${actual}, ${bytes.length} bytes`,
    });
    return false;
  }

  #reportUnclaimed(): void {
    for (const index of this.#lines.keys()) {
      const message = 'there is content for an entry that commits to none';
      this.#findings.add({ check: 'V14', weight: 'tampered', index, message });
    }
    this.#lines = new Map();
  }
}

function commitmentsOf(body: AuditBody): Map<ContentPartName, AuditedContent> {
  const found = new Map<ContentPartName, AuditedContent>();
  for (const name of contentParts) {
    const value: unknown = Reflect.get(body, name);
    if (isCommitment(value)) found.set(name, value);
  }
  return found;
}

function isCommitment(value: unknown): value is AuditedContent {
  return (
    isRecord(value) && typeof value['commit'] === 'string' && typeof value['bytes'] === 'number'
  );
}
