/** The server could not say what is in a file. */
export class LogUnreachable extends Error {}

/**
 * A file of a log by its path below `base`; undefined where the server says that there is none.
 * @throws LogUnreachable
 */
export async function fetchLogFile(base: string, name: string): Promise<Uint8Array | undefined> {
  const response = await fetch(`${base}/${name}`, {
    credentials: 'same-origin',
    redirect: 'error',
  }).catch((cause: unknown) => {
    throw new LogUnreachable(name, { cause });
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new LogUnreachable(`${name}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Where the files of the log with this origin are. */
export function logAddress(origin: string): string {
  return `/api/audit/logs/${encodeURIComponent(origin.split('/').at(-1) ?? '')}`;
}
