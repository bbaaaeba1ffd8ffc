import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, parseCheckpoint } from '../../domain/audit/checkpoint.ts';
import { parseWitnessVkey, verifyCosignature } from '../../domain/audit/cosignature.ts';
import { AuditFormatError } from '../../domain/audit/format-error.ts';
import { parseNote } from '../../domain/audit/signed-note.ts';
import { replaceFile } from './durable-file.ts';
import { ed25519Verify } from './ed25519.ts';
import { WitnessSetupError } from './witness-setup-error.ts';

/** The newest checkpoint of a log that this witness cosigned. */
export interface Remembered {
  readonly checkpoint: Checkpoint;
  /** With the signatures of the log and of the witness. */
  readonly note: string;
}

/** A log's place in the directory and in addresses: the origin itself may hold anything. */
function originHash(origin: string): string {
  return createHash('sha256').update(origin, 'utf8').digest('hex');
}

/**
 * What a witness has cosigned, one file a log: `<directory>/logs/<SHA-256 of the origin in hex>`. Everything is read at the
 * start, and nothing is believed that the witness did not sign itself: a witness that forgot what it cosigned is worth
 * nothing, so it does not start.
 */
export class WitnessMemory {
  readonly #directory: string;
  readonly #known: Map<string, Remembered>;

  private constructor(directory: string, known: Map<string, Remembered>) {
    this.#directory = directory;
    this.#known = known;
  }

  /** @throws WitnessSetupError for a file that this witness did not sign */
  static async open(directory: string, vkey: string): Promise<WitnessMemory> {
    const logs = join(directory, 'logs');
    await mkdir(logs, { recursive: true, mode: 0o700 });
    const known = new Map<string, Remembered>();
    for (const name of await readdir(logs)) {
      // A draft that a crash left behind was never answered for.
      if (name.endsWith('.new')) continue;
      const remembered = read(await readFile(join(logs, name)), vkey);
      if (remembered === undefined || originHash(remembered.checkpoint.origin) !== name) {
        throw new WitnessSetupError(
          `${join(logs, name)} is not a checkpoint that this witness cosigned. Restore it: without it the witness could cosign a second history of that log.`,
        );
      }
      known.set(name, remembered);
    }
    return new WitnessMemory(logs, known);
  }

  last(origin: string): Remembered | undefined {
    return this.#known.get(originHash(origin));
  }

  /** By the SHA-256 of the origin, in hex. */
  byHash(hash: string): Remembered | undefined {
    return this.#known.get(hash);
  }

  /** Durable when it resolves. MUST NOT run twice at once for one log. */
  async keep(remembered: Remembered): Promise<void> {
    const hash = originHash(remembered.checkpoint.origin);
    await replaceFile(join(this.#directory, hash), remembered.note, 0o600);
    this.#known.set(hash, remembered);
  }
}

function read(bytes: Uint8Array, vkey: string): Remembered | undefined {
  try {
    const note = parseNote(bytes);
    if (verifyCosignature(note, parseWitnessVkey(vkey), ed25519Verify) === undefined) {
      return undefined;
    }
    return {
      checkpoint: parseCheckpoint(note.text),
      note: Buffer.from(bytes).toString('utf8'),
    };
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}
