import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KmsTransport } from '../../ports/kms-transport.ts';

/** Where the files of a log are read from as it grows: `checkpoint`, `tile/…`. */
export interface LogSource {
  /**
   * Undefined when there is no such file.
   * @throws Error that says what is in the way
   */
  read(name: string): Promise<Uint8Array | undefined>;
}

export interface RemoteLogOptions {
  readonly transport: KmsTransport;
  /** Bearer token, for a log that is not public. */
  readonly token?: string | undefined;
}

const timeoutMs = 10_000;
/** More than a full tile or a signed note has. */
const fileBytesMax = 128 * 1024;

/** A log of tlog-tiles in a folder. */
export function folderLog(path: string): LogSource {
  return {
    async read(name) {
      try {
        return bounded(name, await readFile(join(path, ...name.split('/'))));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/** A log of tlog-tiles below a URL. */
export function remoteLog(url: string, { transport, token }: RemoteLogOptions): LogSource {
  const base = url.replace(/\/+$/, '');
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    async read(name) {
      const request = { method: 'GET', url: `${base}/${name}`, headers, timeoutMs } as const;
      const { status, body } = await transport.request({ ...request, body: undefined });
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`${name}: the log answers ${status}`);
      return bounded(name, body);
    },
  };
}

function bounded(name: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length > fileBytesMax) throw new Error(`${name} is longer than any file of a log`);
  return bytes;
}
