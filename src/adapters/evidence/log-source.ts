import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the files of a log are read from as it grows: `checkpoint`, `tile/…`. */
export interface LogSource {
  /**
   * Undefined when there is no such file.
   * @throws Error that says what is in the way
   */
  read(name: string): Promise<Uint8Array | undefined>;
}

export interface LogSourceOptions {
  /** Bearer token, for a log that is not public. */
  readonly token?: string | undefined;
}

const timeoutMs = 10_000;
/** More than a full tile or a signed note has. */
const fileBytesMax = 128 * 1024;

/** A log of tlog-tiles in a folder, or under an http or https URL. */
export function openLogSource(place: string, options: LogSourceOptions = {}): LogSource {
  return /^https?:\/\//.test(place) ? remote(place, options) : folder(place);
}

function folder(path: string): LogSource {
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

function remote(url: string, { token }: LogSourceOptions): LogSource {
  const base = url.endsWith('/') ? url : `${url}/`;
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    async read(name) {
      // A redirect could take the token elsewhere.
      const request = {
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      } as const;
      const reply = await fetch(new URL(name, base), request);
      if (reply.status === 404) return undefined;
      if (!reply.ok || reply.body === null)
        throw new Error(`${name}: the log answers ${reply.status}`);
      return boundedBody(name, reply.body);
    },
  };
}

async function boundedBody(name: string, body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > fileBytesMax) break;
  }
  return bounded(name, Buffer.concat(chunks));
}

function bounded(name: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length > fileBytesMax) throw new Error(`${name} is longer than any file of a log`);
  return bytes;
}
