import { platformTenantId } from '../../domain/ids.ts';
import type {
  KeyHolder,
  KeyRegistry,
  KeyState,
  RegisteredKey,
  RotationChange,
  RotationState,
} from '../../ports/key-registry.ts';
import type { KeyCheckValue } from '../../ports/kms.ts';
import { type CommitDependencies, commitChange, record } from './commit.ts';
import type { Database } from './open-database.ts';
import type { Execute } from './sql.ts';
import { inTransaction } from './transaction.ts';

interface KeyRow {
  readonly kek_ref: string;
  readonly kcv: Buffer;
  readonly state: KeyState;
  readonly activated_at: Date | null;
  readonly verified_at: Date | null;
}

/** Held by whoever changes the state of a key, shared by whoever relies on it. Any constant will do. */
const lockKey = 7_236_841_191;
/** A node asks every 2 s, but an idle database is not written to so often. */
const holderSilentAtMost = '4 seconds';
const holderGoneAfter = '15 seconds';
const holderForgottenAfter = '1 day';

export class PostgresKeyRegistry implements KeyRegistry {
  readonly #database: Database;
  readonly #commit: CommitDependencies | undefined;

  /** @param commit only for whoever changes the state of keys */
  constructor(database: Database, commit?: CommitDependencies) {
    this.#database = database;
    this.#commit = commit;
  }

  list(): Promise<readonly RegisteredKey[]> {
    return inTransaction(this.#database.app, { isReadOnly: true }, readKeys);
  }

  async enrol({ kekRef, value }: KeyCheckValue): Promise<void> {
    await inTransaction(this.#database.app, {}, async (execute) => {
      await execute('SELECT pg_advisory_xact_lock($1)', [lockKey]);
      await execute(
        `INSERT INTO key_check (kek_ref, kcv, created_at, state, activated_at)
          SELECT $1, $2, now(), 'active', now() WHERE NOT EXISTS (SELECT FROM key_check WHERE state = 'active')
          ON CONFLICT (kek_ref) DO UPDATE SET state = 'active', activated_at = now()`,
        [kekRef, value],
      );
    });
  }

  attend(
    node: string,
    report: (keys: readonly RegisteredKey[]) => Omit<KeyHolder, 'node'>,
  ): Promise<readonly RegisteredKey[]> {
    return inTransaction(this.#database.app, {}, async (execute) => {
      await execute('SELECT pg_advisory_xact_lock_shared($1)', [lockKey]);
      const keys = await readKeys(execute);
      const { wrapsUnder, holds } = report(keys);
      await execute(
        `INSERT INTO key_holder (node, wraps_under, holds, seen_at) VALUES ($1, $2, $3, now())
          ON CONFLICT (node) DO UPDATE SET wraps_under = $2, holds = $3, seen_at = now()
            WHERE key_holder.wraps_under <> $2 OR key_holder.holds <> $3
              OR key_holder.seen_at < now() - $4::interval`,
        [node, wrapsUnder, holds, holderSilentAtMost],
      );
      return keys;
    });
  }

  async leave(node: string): Promise<void> {
    await inTransaction(this.#database.app, {}, (execute) =>
      execute('DELETE FROM key_holder WHERE node = $1 OR seen_at < now() - $2::interval', [
        node,
        holderForgottenAfter,
      ]),
    );
  }

  state(): Promise<RotationState> {
    return inTransaction(this.#database.app, { isReadOnly: true }, (execute) =>
      this.#read(execute),
    );
  }

  async change(
    plan: (state: RotationState) => Promise<RotationChange | undefined>,
  ): Promise<RotationChange | undefined> {
    const use = this.#commit;
    if (use === undefined) throw new RangeError('this registry was opened for reading');
    return commitChange(use, platformTenantId, async (draft) => {
      await draft.execute('SELECT pg_advisory_xact_lock($1)', [lockKey]);
      const change = await plan(await this.#read(draft.execute));
      if (change === undefined) return undefined;
      await apply(draft.execute, change);
      record(draft, use.random, { tenantId: platformTenantId, fact: change.fact });
      return change;
    });
  }

  async #read(execute: Execute): Promise<RotationState> {
    const keys = await readKeys(execute);
    // The secrets of all tenants: only the reader sees them.
    const { rows } = await this.#database.reader.query<{ kek_ref: string; count: number }>(
      'SELECT kek_ref, count(*) AS count FROM sealed_row GROUP BY kek_ref',
    );
    const counts = new Map(rows.map((row) => [row.kek_ref, row.count]));
    const retired = await execute<{ kek_ref: string }>('SELECT kek_ref FROM key_retired');
    const holders = await execute<{ node: string; wraps_under: string; holds: string[] }>(
      `SELECT node, wraps_under, holds FROM key_holder
        WHERE seen_at > now() - $1::interval ORDER BY node`,
      [holderGoneAfter],
    );
    const [clock] = await execute<{ now: Date }>('SELECT now() AS now');
    return {
      keys: keys.map((key) => ({ ...key, rows: counts.get(key.kekRef) ?? 0 })),
      retired: retired.map((row) => row.kek_ref),
      holders: holders.map(({ node, wraps_under, holds }) => ({
        node,
        wrapsUnder: wraps_under,
        holds,
      })),
      now: clock?.now.getTime() ?? 0,
    };
  }
}

async function readKeys(execute: Execute): Promise<readonly RegisteredKey[]> {
  const rows = await execute<KeyRow>(
    'SELECT kek_ref, kcv, state, activated_at, verified_at FROM key_check ORDER BY created_at, kek_ref',
  );
  return rows.map((row) => ({
    kekRef: row.kek_ref,
    value: row.kcv,
    state: row.state,
    activatedAt: row.activated_at?.getTime(),
    verifiedAt: row.verified_at?.getTime(),
  }));
}

async function apply(execute: Execute, change: RotationChange): Promise<void> {
  switch (change.step) {
    case 'stage':
      await execute("DELETE FROM key_check WHERE state = 'staged'");
      await execute(
        `INSERT INTO key_check (kek_ref, kcv, created_at, state) VALUES ($1, $2, now(), 'staged')`,
        [change.key.kekRef, change.key.value],
      );
      return;
    case 'activate':
      await execute("UPDATE key_check SET state = 'deactivated' WHERE state = 'active'");
      await execute(
        `UPDATE key_check SET state = 'active', activated_at = now(), verified_at = NULL WHERE kek_ref = $1`,
        [change.kekRef],
      );
      return;
    case 'verify':
      await execute('UPDATE key_check SET verified_at = now() WHERE kek_ref = $1', [change.kekRef]);
      return;
    case 'retire':
      // Where a stored secret still needs one of them, this fails: the foreign keys see what no snapshot does.
      await execute('DELETE FROM key_check WHERE kek_ref = ANY($1)', [change.kekRefs]);
      await execute(
        'INSERT INTO key_retired (kek_ref, retired_at) SELECT unnest($1::text[]), now() ON CONFLICT DO NOTHING',
        [change.kekRefs],
      );
      return;
    case 'record':
      return;
  }
}
