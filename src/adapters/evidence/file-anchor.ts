import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { CheckpointAnchor } from '../../ports/checkpoint-anchor.ts';
import { syncDirectory } from './durable-file.ts';

export interface FileAnchorOptions {
  readonly name: string;
  readonly everyMs: number;
  /** For instance a mount that can be written once and never again. */
  readonly folder: string;
}

/** A folder with `<origin>/<size>` for each checkpoint. No file is ever opened for writing twice. */
export function createFileAnchor({ name, everyMs, folder }: FileAnchorOptions): CheckpointAnchor {
  return {
    name,
    kind: 'file',
    everyMs,
    async anchor({ origin, size, cosigned, note }) {
      const path = join(folder, ...origin.split('/').map(safeName), String(size));
      if (relative(folder, path).startsWith('..')) throw new Error('the origin leads elsewhere');
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeOnce(path, cosigned);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw new Error(`${path}: ${codeOf(error)}`);
        // After a crash it is there already; cosignatures that came since are no other checkpoint.
        const kept = await readFile(path, 'utf8');
        if (!kept.startsWith(Buffer.from(note).toString('utf8'))) {
          throw new Error(`${path} holds another checkpoint of the same size`);
        }
      }
      return { ref: path };
    },
  };
}

function safeName(part: string): string {
  return part === '.' || part === '..' || part === '' ? '_' : part;
}

async function writeOnce(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o444);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(dirname(path));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
