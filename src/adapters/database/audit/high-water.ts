import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../../../domain/audit/bytes.ts';
import { parseCheckpoint } from '../../../domain/audit/checkpoint.ts';
import { parseNote } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { Log } from '../../../ports/log.ts';
import type { TreeHead } from './log-head.ts';
import { isSignedBy, type LogKeys } from './log-keys.ts';

/** A head that was signed, and its checkpoint. */
export interface Mark extends TreeHead {
  readonly note: string;
}

/** What the origins of our logs end with, and so the names of the files: a ULID. */
const logName = /^[0-9A-Z]{26}$/;

/** Pause between two rounds of writing the files. */
const writePauseMs = 100;

/**
 * The newest state of each log that this node has signed, outside the database: a database that was rewound or
 * replaced contradicts it.
 *
 * Memory is exact: it is raised before the signature is handed out. The file `<directory>/<ulid>` follows within
 * about 100 ms, because an fsync in every batch would halve the throughput of the log. After a crash the file may
 * thus lag by that much; a rewind that also falls into those 100 ms is left to witnesses and receipts.
 */
export class HighWater {
  readonly #directory: string;
  readonly #log: Log;
  readonly #marks = new Map<string, Mark | undefined>();
  readonly #dirty = new Set<string>();
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  /**
   * Reads the file of the log unless it has been read before.
   * @throws MonagoError `audit_unavailable` for a file that this log's key did not sign: it cannot be trusted to be
   * the newest, and without it a rewind would go unnoticed
   */
  async load(keys: LogKeys): Promise<void> {
    const { origin } = keys;
    if (this.#marks.has(origin)) return;
    const mark = await this.#read(keys);
    if (!this.#marks.has(origin)) this.#marks.set(origin, mark);
  }

  /** Last parts of the origins of all logs that this node has ever signed. */
  async logs(): Promise<readonly string[]> {
    const names = await readdir(this.#directory).catch(() => []);
    return names.filter((name) => logName.test(name));
  }

  mark(origin: string): Mark | undefined {
    return this.#marks.get(origin);
  }

  /** A mark that is not above the present one changes nothing. */
  raise(origin: string, mark: Mark): void {
    if (mark.size <= (this.#marks.get(origin)?.size ?? -1)) return;
    this.#marks.set(origin, mark);
    this.#dirty.add(origin);
    if (this.#timer !== undefined || this.#round !== undefined) return;
    this.#timer = setTimeout(() => this.#startRound(), writePauseMs).unref();
  }

  /** Resolves when the files are as new as memory was at the call. */
  async flush(): Promise<void> {
    await this.#round;
    clearTimeout(this.#timer);
    if (this.#dirty.size > 0) this.#startRound();
    await this.#round;
  }

  #startRound(): void {
    this.#timer = undefined;
    this.#round = this.#writeDirty().finally(() => {
      this.#round = undefined;
      if (this.#dirty.size > 0)
        this.#timer = setTimeout(() => this.#startRound(), writePauseMs).unref();
    });
  }

  async #writeDirty(): Promise<void> {
    const origins = [...this.#dirty];
    this.#dirty.clear();
    for (const origin of origins) {
      try {
        await this.#write(origin);
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown';
        this.#log.error('audit_high_water_not_written', { origin, reason });
      }
    }
  }

  async #write(origin: string): Promise<void> {
    const mark = this.#marks.get(origin);
    if (mark === undefined || (await this.#isBehind(origin, mark.size))) return;
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const path = this.#pathOf(origin);
    const pending = `${path}.${process.pid}.new`;
    const file = await open(pending, 'w', 0o600);
    try {
      await file.writeFile(mark.note);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(pending, path);
    const directory = await open(this.#directory, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }

  /** Whether another process on this node, a command for instance, has written a newer mark. */
  async #isBehind(origin: string, size: number): Promise<boolean> {
    const text = await this.#text(origin);
    if (text === undefined) return false;
    try {
      return parseCheckpoint(parseNote(utf8(text)).text).size > size;
    } catch {
      return false;
    }
  }

  async #text(origin: string): Promise<string | undefined> {
    try {
      return await readFile(this.#pathOf(origin), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async #read(keys: LogKeys): Promise<Mark | undefined> {
    const text = await this.#text(keys.origin);
    if (text === undefined) return undefined;
    try {
      const checkpoint = parseCheckpoint(parseNote(utf8(text)).text);
      const isOwn = checkpoint.origin === keys.origin && isSignedBy(keys, text);
      if (isOwn) return { ...checkpoint, note: text };
    } catch {
      // Falls through: damaged and forged are the same here.
    }
    const internal = `${this.#pathOf(keys.origin)} was not signed by ${keys.origin}`;
    throw new MonagoError('audit_unavailable', { internal });
  }

  #pathOf(origin: string): string {
    return join(this.#directory, origin.slice(origin.lastIndexOf('/') + 1));
  }
}
