import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { SeenRequest } from '../../emulator/server/request-log.ts';
import { nameOf } from './recorder.ts';

/** Where a key could have ended up. */
export type SinkKind =
  | 'HTTP answers'
  | 'output'
  | 'files'
  | 'database'
  | 'processes'
  | 'upstream requests'
  | 'browser';

export interface Sink {
  readonly kind: SinkKind;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every file below a directory as it stands on the disk, and the names of the files themselves. */
export function filesBelow(directory: string, kind: SinkKind = 'files'): Sink[] {
  return pathsBelow(directory).flatMap((path) => {
    const name = path.slice(directory.length + 1);
    const named = { kind, name: `name of ${name}`, bytes: Buffer.from(name) };
    const bytes = contentOf(path);
    return bytes === undefined ? [named] : [named, { kind, name, bytes }];
  });
}

// What Node and the system leave of a process that broke down, where it ran.
const wreckage = /^(?:core(?:\.\d+)?|report\..*\.json|.*\.heapsnapshot|.*\.cpuprofile|isolate-.*)$/;

export function wreckageIn(directory: string): Sink[] {
  return readdirSync(directory)
    .filter((name) => wreckage.test(name))
    .map((name) => {
      const bytes = contentOf(join(directory, name)) ?? Buffer.alloc(0);
      return { kind: 'files', name: `left where it ran: ${name}`, bytes };
    });
}

function pathsBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Sockets have no content, and the database removes files while they are being read. */
function contentOf(path: string): Buffer | undefined {
  try {
    return lstatSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Everything that can be selected in the embedded database, row by row, past every policy: all tables of all schemas,
 * the statistics and the texts of functions among them.
 */
export async function databaseDump(client: pg.Client): Promise<Sink[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema <> 'information_schema'
        AND table_name NOT IN ('pg_statistic', 'pg_largeobject')
      ORDER BY 1`,
  );
  const sinks: Sink[] = [];
  for (const { name } of tables) {
    const bytes = await tableDump(client, name);
    if (bytes !== undefined) sinks.push({ kind: 'database', name, bytes });
  }
  return sinks;
}

async function tableDump(client: pg.Client, table: string): Promise<Buffer | undefined> {
  try {
    const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    return Buffer.concat(rows.flatMap((row) => Object.entries(row).flatMap(cell)));
  } catch {
    // A few views of the system answer only under conditions that do not hold here.
    return undefined;
  }
}

/** Bytes as they are and as they would be printed; what a column is called must not be glued to its content. */
function cell([column, value]: [string, unknown]): Buffer[] {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(text);
  return [Buffer.from(`\n${column}: `), bytes];
}

export async function connectAsSuperuser(dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: join(dataDir, 'socket'),
    port: 5432,
    user: 'postgres',
    database: 'monago',
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Command line and environment of every process that works on the data directory (proc(5)). */
export function processesOn(dataDir: string): Sink[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const [line, environment] = ['cmdline', 'environ'].map((name) => contentOfProc(pid, name));
    if (line === undefined || environment === undefined) return [];
    if (!line.includes(dataDir) && !environment.includes(dataDir)) return [];
    return [
      { kind: 'processes', name: `cmdline of ${pid}`, bytes: line },
      { kind: 'processes', name: `environ of ${pid}`, bytes: environment },
    ];
  });
}

function contentOfProc(pid: string, name: string): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}

// Where a provider's protocol wants the key to stand, and nowhere else.
const credentialHeaders = new Set(['authorization', 'x-api-key', 'x-amz-security-token']);

/** What the providers were sent, apart from the headers that carry the key. */
export function upstreamRequests(requests: readonly SeenRequest[]): Sink[] {
  return requests.map(({ method, path, rawHeaders, body }) => {
    const headers = rawHeaders.map((text, at) => {
      const name = at % 2 === 0 ? text : rawHeaders[at - 1];
      return at % 2 === 1 && credentialHeaders.has(String(name).toLowerCase()) ? '' : text;
    });
    const head = Buffer.from(`${method} ${path}\n${headers.join('\n')}\n\n`);
    const bytes = Buffer.concat([head, body]);
    return { kind: 'upstream requests', name: nameOf({ method, path }), bytes };
  });
}
