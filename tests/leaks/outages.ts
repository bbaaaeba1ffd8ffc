import type pg from 'pg';
import { runMonago } from '../support/monago-process.ts';
import type { Gate } from './gate.ts';
import { emulatorOf, type KeyKind, keyKinds, newCredential } from './key-kinds.ts';
import type { Reply } from './recorder.ts';

function openAi(): KeyKind {
  const [kind] = keyKinds;
  if (kind === undefined) throw new Error('there is no kind of key');
  return kind;
}

export function offerKey(gate: Gate, where: string): Promise<Reply> {
  const kind = openAi();
  const body = newCredential({ kind, key: kind.type(gate, where), prefix: '' }, gate);
  return gate.post('/api/credentials', body);
}

export function rotateKey(gate: Gate, where: string): Promise<Reply> {
  const { fields } = openAi().type(gate, where);
  return gate.post(`/api/credentials/${gate.recall('credential')}/rotate`, fields);
}

export function chat(gate: Gate, more: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
  return gate.probe({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { ...gate.tokenHeaders, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Hello' }],
      ...more,
    }),
  });
}

/** Lets the database write every statement with its parameters into its log, for sessions that begin from now on. */
export async function makeDatabaseTalkative(client: pg.Client): Promise<void> {
  for (const [name, value] of [
    ['log_statement', 'all'],
    ['log_parameter_max_length', '-1'],
    ['log_parameter_max_length_on_error', '-1'],
    ['log_error_verbosity', 'verbose'],
    ['log_min_messages', 'debug1'],
  ]) {
    await client.query(`ALTER DATABASE monago SET ${name} = '${value}'`);
  }
}

/** Tables whose rows are written when a key is stored or used, and a fault of each that shows the row. */
const faultyTables = ['credential', 'credential_version', 'audit_entry'] as const;

/** Lets each write fail in the middle of its transaction, with the whole row in the message. */
export async function failTransactions(gate: Gate): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const table of faultyTables) {
    // The limit on validations must not end this early, and nothing starts on a database that fails.
    await gate.site.restart();
    await gate.site.asSuperuser((client) => breakTable(client, table));
    statuses.push((await offerKey(gate, `transaction that fails at ${table}`)).status);
    statuses.push((await rotateKey(gate, `rotation that fails at ${table}`)).status);
    await gate.site.asSuperuser((client) => client.query(`DROP TRIGGER leak_gate ON ${table}`));
  }
  return statuses;
}

async function breakTable(client: pg.Client, table: string): Promise<void> {
  await client.query(
    `CREATE OR REPLACE FUNCTION leak_gate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'refused: %', NEW USING DETAIL = to_jsonb(NEW)::text; END $$`,
  );
  await client.query(
    `CREATE TRIGGER leak_gate BEFORE INSERT OR UPDATE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION leak_gate()`,
  );
}

/** Ends every session of the application while a key is being stored. */
export async function killSessions(gate: Gate): Promise<void> {
  await gate.site.asSuperuser(async (client) => {
    await client.query(
      `CREATE OR REPLACE FUNCTION leak_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(5); RETURN NEW; END $$`,
    );
    await client.query(
      'CREATE TRIGGER leak_gate BEFORE INSERT ON credential FOR EACH ROW EXECUTE FUNCTION leak_gate()',
    );
    const offer = offerKey(gate, 'session that is killed');
    await waitForSleeper(client);
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = 'monago' AND pid <> pg_backend_pid()`,
    );
    await offer;
    await client.query('DROP TRIGGER leak_gate ON credential');
  });
}

async function waitForSleeper(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = 'monago'",
    );
    if (rowCount !== null && rowCount > 0) return;
  }
}

/** Spoils what is stored, so that it cannot be decrypted any more. */
export async function spoilStoredKeys(gate: Gate): Promise<void> {
  await gate.site.asSuperuser(async (client) => {
    await client.query('UPDATE credential_version SET wrapped_dek = wrapped_dek || wrapped_dek');
  });
}

/** Ends the process with SIGKILL while a key is on its way to its provider: validated, and used for a request. */
export async function crash(gate: Gate): Promise<void> {
  const emulator = emulatorOf(openAi(), gate.site);
  for (const [path, start] of [
    ['/v1/models', () => offerKey(gate, 'validation during a crash')],
    ['/v1/chat/completions', () => chat(gate)],
    ['/v1/chat/completions', () => chat(gate, { stream: true })],
  ] as const) {
    const isStream = path !== '/v1/models';
    const seenBefore = emulator.requests.length;
    let isHanging = true;
    emulator.script({
      hang: isStream ? 'mid-stream' : 'before-headers',
      times: Number.POSITIVE_INFINITY,
      when: () => isHanging,
    });
    await gate.site.restart();
    const call = start();
    await emulator.waitFor(
      (request) => emulator.requests.indexOf(request) >= seenBefore && request.path === path,
    );
    await gate.site.restart('SIGKILL');
    await call;
    isHanging = false;
  }
}

/** Starts that come to nothing, each for a reason of its own; what they print is kept. */
export async function failStarts(
  gate: Gate,
  starts: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<readonly number[]> {
  const codes: number[] = [];
  for (const [name, settings] of Object.entries(starts)) {
    const { exitCode, output } = await runMonago(['serve'], {
      ...gate.site.environment,
      ...settings,
    });
    gate.site.keep({ kind: 'output', name: `start: ${name}`, bytes: Buffer.from(output) });
    codes.push(exitCode ?? 0);
  }
  return codes;
}
