import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostgresApprovalRepository } from '../../src/adapters/database/approval-repository.ts';
import { PostgresCredentialRepository } from '../../src/adapters/database/credential-repository.ts';
import { PostgresDecisionRepository } from '../../src/adapters/database/decision-repository.ts';
import { PostgresGovernanceRepository } from '../../src/adapters/database/governance-repository.ts';
import { PostgresModelAliasRepository } from '../../src/adapters/database/model-alias-repository.ts';
import { PostgresPolicyRepository } from '../../src/adapters/database/policy-repository.ts';
import { PostgresApprovals } from '../../src/adapters/database/postgres-approvals.ts';
import { PostgresCredentialUsage } from '../../src/adapters/database/postgres-credential-usage.ts';
import { PostgresDecisionRecords } from '../../src/adapters/database/postgres-decision-records.ts';
import { PostgresSessionStore } from '../../src/adapters/database/postgres-session-store.ts';
import { PostgresStoredResponses } from '../../src/adapters/database/postgres-stored-responses.ts';
import type { Execute } from '../../src/adapters/database/sql.ts';
import type { TenantScope } from '../../src/adapters/database/tenant-scope.ts';
import { PostgresTokenRepository } from '../../src/adapters/database/token-repository.ts';
import { PostgresUserRepository } from '../../src/adapters/database/user-repository.ts';
import { listWorkspaces } from '../../src/adapters/database/workspace-repository.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { NewTenant, ServiceToken, TenantTransaction } from '../../src/ports/unit-of-work.ts';
import { intent, random } from '../conformance/audit-node.ts';
import { heldEntry, someApproval, someDecision, someVersion } from '../conformance/governed.ts';
import {
  addCredential,
  codeOf,
  openSite,
  type Site,
  setUp,
  someCredential,
  someSealed,
  someToken,
} from '../conformance/unit-of-work-site.ts';
import { quietLog } from '../support/quiet-log.ts';

const node = 'node-1';
let site: Site;
let own: NewTenant;
let foreign: NewTenant;
let tables: readonly string[];

/** Tables that hold rows of tenants, and whether row-level security is forced on them, also for their owner. */
const tenantTables = `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS is_forced
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
    AND a.attname = 'tenant_id' AND NOT a.attisdropped ORDER BY c.relname`;

beforeAll(async () => {
  site = await openSite();
  foreign = await setUp(site);
  own = await site.anotherTenant();
  for (const tenant of [own, foreign]) await populate(tenant);
  const rows = await site.fresh.asSuperuser<{ name: string }>(tenantTables);
  tables = rows.map((row) => row.name);
});
afterAll(() => site.close());

/** Leaves a row in every table with a tenant, except for the tiles, which fill only every 256 entries. */
async function populate(tenant: NewTenant): Promise<void> {
  const credential = someCredential(tenant);
  const token = someToken(tenant);
  await site.unitOfWork.run(tenant.id, async (tx) => {
    await addCredential(tx, credential);
    await tx.tokens.insert(token, site.kid);
    await govern(tx, tenant);
    await tx.users.invite({
      ...someLink(tenant),
      id: random.id('usr'),
      email: `invited@${tenant.id}.example`.replaceAll('_', '-'),
      role: 'auditor',
    });
    await tx.aliases.set({
      alias: 'house-model',
      provider: 'openai',
      model: `model-of-${tenant.id}`,
      changedAt: 1,
      changedBy: tenant.administrator.id,
    });
  });
  await leaveDecisions(tenant, token);
  await leaveEvidence(tenant);
  const { database } = site.node;
  const usage = new PostgresCredentialUsage({ database, clock: systemClock, log: quietLog, node });
  const responses = new PostgresStoredResponses({ database, clock: systemClock, log: quietLog });
  await responses.remember({
    tenantId: tenant.id,
    workspaceId: tenant.workspace.id,
    responseId: 'resp_same',
    credentialId: credential.id,
  });
  usage.began({ tenantId: tenant.id, credential });
  await usage.write();
  await site.fresh.asSuperuser(
    `INSERT INTO tenant_invitation (tenant_id, token_hash, created_at, expires_at)
      VALUES ($1, $2, now(), now())`,
    [tenant.id, randomBytes(32)],
  );
  const now = Date.now();
  await new PostgresSessionStore(site.node.database).create(randomBytes(32), tenant.administrator, {
    now,
    expiresAt: now + 3_600_000,
  });
  await site.fresh.asSuperuser(
    `INSERT INTO audit_tile (tenant_id, level, n, hashes, root)
      VALUES ($1, 9, 0, decode(repeat('00', 8192), 'hex'), decode(repeat('00', 32), 'hex'))`,
    [tenant.id],
  );
  await site.fresh.asSuperuser(
    `INSERT INTO audit_checkpoint (tenant_id, size, note, signed_at) VALUES ($1, 0, 'note', now())
      ON CONFLICT DO NOTHING`,
    [tenant.id],
  );
  await site.fresh.asSuperuser(
    `INSERT INTO audit_selfcheck (tenant_id, generation, checked_at, size, root, verdict, findings)
      VALUES ($1, 1, now(), 0, sha256(''), 'verified', 0)`,
    [tenant.id],
  );
  await site.fresh.asSuperuser(
    `INSERT INTO audit_sink (sink, holder, held_until) VALUES ('siem', 'node', now()) ON CONFLICT DO NOTHING`,
  );
  for (const statement of othersOnTheLog) await site.fresh.asSuperuser(statement, [tenant.id]);
}

/** Witnesses, anchors, checks and sinks, whose own tests are elsewhere. */
const othersOnTheLog = [
  `INSERT INTO audit_cosignature (tenant_id, generation, size, name, line, at) VALUES ($1, 1, 0, 'w+1', E'\\u2014 w x\\n', now())`,
  `INSERT INTO audit_witness (tenant_id, generation, name, size, attempted_at) VALUES ($1, 1, 'w', 0, now())`,
  `INSERT INTO audit_anchor (tenant_id, generation, size, name, kind, ref, at)
    VALUES ($1, 1, 1, 'a', 'file', 'ref', now())`,
  `INSERT INTO audit_anchor_state (tenant_id, generation, name, size, next_at, failures)
    VALUES ($1, 1, 'a', 0, now(), 0)`,
  `INSERT INTO audit_configuration (tenant_id, part, hash) VALUES ($1, 'sinks', 'sha256:0')`,
  `INSERT INTO audit_sink_cursor (tenant_id, generation, sink, next_idx, delivered_at)
    VALUES ($1, 1, 'siem', 0, now())`,
];

/** What is kept beside the log, and what people decide about it. */
async function leaveEvidence(tenant: NewTenant): Promise<void> {
  const { id: by } = tenant.administrator;
  const entry = intent(tenant.id);
  await site.node.auditLog.append(entry);
  await site.unitOfWork.run(tenant.id, async (tx) => {
    const asked = { reason: 'asked to', requestedBy: by, requestedAt: 1 };
    const scope = { subject: by, from: undefined, to: undefined };
    await tx.erasures.insert({ id: random.id('ers'), scope, basis: 'request', ...asked });
    const hold = { subject: random.id('tok'), reason: 'case 1', placedBy: by, placedAt: 1 };
    await tx.holds.place({ id: random.id('hld'), ...hold });
    await tx.reveals.insert({ id: random.id('rvl'), entryId: entry.entryId, ...asked });
  });
  await site.fresh.asSuperuser(
    'INSERT INTO audit_payload (tenant_id, entry_id, salt) VALUES ($1, $2, $3)',
    [tenant.id, entry.entryId, randomBytes(32)],
  );
}

function someLink({ administrator }: NewTenant) {
  return { tokenHash: randomBytes(32), invitedBy: administrator.id, invitedAt: 1, expiresAt: 2 };
}

async function govern(tx: TenantTransaction, tenant: NewTenant): Promise<void> {
  const { id: by } = tenant.administrator;
  const policy = { id: random.id('pol'), name: 'house-rule', scope: 'tenant' } as const;
  const version = someVersion(tenant, `name: house-rule # of ${tenant.id}`);
  await tx.policies.insert({ ...policy, createdAt: 1, createdBy: by, version });
  await tx.policies.activate(policy.id, {
    number: 1,
    activatedAt: 1,
    activatedBy: by,
    reason: 'agreed',
    report: undefined,
  });
  const lists = new Map([['owner', [tenant.id]]]);
  await tx.governance.write({ ...(await tx.governance.read()), lists }, { at: 1, by });
}

/** A held request, and a decision with its statistics. */
async function leaveDecisions(tenant: NewTenant, token: ServiceToken): Promise<void> {
  const { database, auditLog } = site.node;
  const of = { database, clock: systemClock, log: quietLog };
  const changes = { ...of, audit: auditLog, directory: site.directory, random, version: '0' };
  const approval = someApproval(token, { createdAt: Date.now() });
  await new PostgresApprovals(changes).open(approval, heldEntry(tenant, approval));
  const records = new PostgresDecisionRecords({ ...of, keptDays: 30 });
  records.record(someDecision(tenant, { at: Date.now(), matched: ['house-rule@1'] }));
  await records.write();
}

/** Runs raw SQL as the application's role, in the context of a tenant or of none; always rolled back. */
async function asApp<T>(
  context: TenantId | undefined,
  use: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await site.node.database.app.connect();
  try {
    await client.query('BEGIN');
    if (context !== undefined) {
      await client.query("SELECT set_config('monago.tenant_id', $1, true)", [context]);
    }
    return await use(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    return typeof code === 'string' ? code : 'no SQLSTATE';
  }
}

const insufficientPrivilege = '42501';

describe('every table with a tenant', () => {
  test('forces row-level security, and a new table without it would be found', async () => {
    const forced = await site.fresh.asSuperuser<{ name: string; is_forced: boolean }>(tenantTables);
    expect(forced.length).toBeGreaterThanOrEqual(27);
    expect(forced.filter((table) => !table.is_forced)).toEqual([]);
    await site.fresh.asSuperuser('CREATE TABLE planted (tenant_id text)');
    const withPlanted = await site.fresh.asSuperuser<{ name: string; is_forced: boolean }>(
      tenantTables,
    );
    await site.fresh.asSuperuser('DROP TABLE planted');
    const open = withPlanted.filter((table) => !table.is_forced).map((table) => table.name);
    expect(open).toEqual(['planted']);
  });

  test('has rows of both tenants in this test, so that the others prove something', async () => {
    for (const table of tables) {
      const [row] = await site.fresh.asSuperuser<{ tenants: number }>(
        `SELECT count(DISTINCT tenant_id) AS tenants FROM ${table} WHERE tenant_id = ANY($1)`,
        [[own.id, foreign.id]],
      );
      expect(row?.tenants, table).toBe(2);
    }
  });
});

describe('row-level security alone (raw SQL as the application, no repository)', () => {
  test('shows nothing without a tenant', async () => {
    for (const table of tables) {
      const { rowCount } = await asApp(undefined, (client) =>
        client.query(`SELECT 1 FROM ${table}`),
      );
      expect(rowCount, table).toBe(0);
    }
  });

  test('shows only rows of the tenant of the transaction', async () => {
    for (const table of tables) {
      const { rows } = await asApp(own.id, (client) =>
        client.query<{ tenant_id: string }>(`SELECT DISTINCT tenant_id FROM ${table}`),
      );
      expect(rows, table).toEqual([{ tenant_id: own.id }]);
    }
  });

  test('forgets the tenant when the transaction ends', async () => {
    const client = await site.node.database.app.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('monago.tenant_id', $1, true)", [own.id]);
      await client.query('COMMIT');
      expect((await client.query('SELECT 1 FROM credential')).rowCount).toBe(0);
    } finally {
      client.release();
    }
  });

  test('lets no statement touch a row of another tenant', async () => {
    for (const table of tables) {
      for (const statement of [
        `UPDATE ${table} SET tenant_id = tenant_id WHERE tenant_id = $1`,
        `DELETE FROM ${table} WHERE tenant_id = $1`,
      ]) {
        const outcome = await asApp(own.id, async (client) => {
          try {
            return (await client.query(statement, [foreign.id])).rowCount;
          } catch (thrown) {
            return rejection(Promise.reject(thrown));
          }
        });
        expect([0, insufficientPrivilege], statement).toContain(outcome);
      }
    }
  });

  test('lets no row be given to, or made for, another tenant', async () => {
    const moving = asApp(own.id, (client) =>
      client.query('UPDATE tenant SET tenant_id = $1 WHERE tenant_id = $2', [foreign.id, own.id]),
    );
    expect(await rejection(moving)).toBe(insufficientPrivilege);
    const session = `INSERT INTO session (tenant_id, session_hash, user_id, created_at, last_seen_at, expires_at)
      VALUES ($1, sha256('x'), $2, now(), now(), now())`;
    const intoForeign = asApp(own.id, (client) =>
      client.query(session, [foreign.id, foreign.administrator.id]),
    );
    expect(await rejection(intoForeign)).toBe(insufficientPrivilege);
    const withoutContext = asApp(undefined, (client) =>
      client.query(session, [own.id, own.administrator.id]),
    );
    expect(await rejection(withoutContext)).toBe(insufficientPrivilege);
  });

  test('binds the owner of the tables too', async () => {
    const owner = new pg.Client(site.fresh.connections.as('monago_owner'));
    await owner.connect();
    try {
      for (const table of tables) {
        expect((await owner.query(`SELECT 1 FROM ${table}`)).rowCount, table).toBe(0);
      }
    } finally {
      await owner.end();
    }
  });
});

describe('repositories alone (as a superuser, whom no policy binds)', () => {
  const scope = (execute: Execute): TenantScope => ({
    tenantId: own.id,
    execute,
    isReadOnly: false,
    directoryChanged: () => undefined,
  });
  const unbound = (): TenantScope =>
    scope(<Row extends object>(text: string, values: readonly unknown[] = []) =>
      site.fresh.asSuperuser<Row>(text, [...values]),
    );
  const foreignId = async <Id extends string>(table: string, column: string): Promise<Id> => {
    const [row] = await site.fresh.asSuperuser<{ id: Id }>(
      `SELECT ${column} AS id FROM ${table} WHERE tenant_id = $1`,
      [foreign.id],
    );
    if (row === undefined) throw new Error(`no row in ${table}`);
    return row.id;
  };
  const foreignRows = async () =>
    site.fresh.asSuperuser(
      `SELECT c::text, v::text, s::text, a::text, p::text, pa::text, h::text, g::text, u::text, i::text
        FROM credential c, credential_version v, service_token s, model_alias a, policy p, policy_activation pa,
          approval h, governance_setting g, user_account u, user_invitation i
        WHERE c.tenant_id = $1 AND v.tenant_id = $1 AND s.tenant_id = $1 AND a.tenant_id = $1 AND p.tenant_id = $1
          AND pa.tenant_id = $1 AND h.tenant_id = $1 AND g.tenant_id = $1 AND u.tenant_id = $1 AND i.tenant_id = $1`,
      [foreign.id],
    );

  test('the superuser does see both tenants', async () => {
    const rows = await site.fresh.asSuperuser('SELECT DISTINCT tenant_id FROM credential');
    expect(rows).toHaveLength(2);
  });

  test('list only what is the tenant’s', async () => {
    const credentials = await new PostgresCredentialRepository(unbound()).list();
    expect(credentials.map((each) => each.tenantId)).toEqual([own.id]);
    const tokens = await new PostgresTokenRepository(unbound()).list();
    expect(tokens.map((each) => each.workspaceId)).toEqual([own.workspace.id]);
    expect(await listWorkspaces(unbound())).toEqual([own.workspace]);
    const aliases = await new PostgresModelAliasRepository(unbound()).list();
    expect(aliases.map((each) => each.model)).toEqual([`model-of-${own.id}`]);
    const policies = new PostgresPolicyRepository(unbound());
    expect(await policies.list()).toHaveLength(1);
    expect((await policies.inForce())[0]?.document).toContain(own.id);
    expect((await policies.hitsSince(0)).get('house-rule')?.hits).toBe(1);
    const { lists } = await new PostgresGovernanceRepository(unbound()).read();
    expect(lists.get('owner')).toEqual([own.id]);
    const approvals = new PostgresApprovalRepository(unbound());
    const all = { status: undefined, now: 1, before: undefined, limit: 10 };
    const held = await approvals.list(all);
    expect(held.map((each) => each.workspaceId)).toEqual([own.workspace.id]);
    expect(await approvals.countPending(1)).toBe(1);
    const people = await new PostgresUserRepository(unbound()).list();
    expect(people.map(({ status }) => status).sort()).toEqual(['active', 'invited']);
    expect(people.find(({ status }) => status === 'active')?.id).toBe(own.administrator.id);
  });

  test('find and change nothing of another tenant', async () => {
    const before = await foreignRows();
    const credentials = new PostgresCredentialRepository(unbound());
    const tokens = new PostgresTokenRepository(unbound());
    const credentialId = await foreignId<`cred_${string}`>('credential', 'credential_id');
    const tokenId = await foreignId<`tok_${string}`>('service_token', 'token_id');
    const replacement = {
      version: 2,
      last4: 'EVIL',
      sealed: someSealed(),
      validation: 'valid',
      baseUrl: 'https://evil.example',
      region: undefined,
      destination: 'https://evil.example:443',
      rotatedAt: 1,
      rotatedBy: own.administrator.id,
    } as const;
    expect(await codeOf(credentials.byId(credentialId))).toBe('credential_not_found');
    expect(await codeOf(credentials.replaceKey(credentialId, replacement))).toBe(
      'credential_not_found',
    );
    expect(await codeOf(credentials.setStatus(credentialId, 'revoked'))).toBe(
      'credential_not_found',
    );
    expect(await codeOf(tokens.byId(tokenId))).toBe('token_not_found');
    expect(await codeOf(tokens.revoke(tokenId, 1))).toBe('token_not_found');
    await new PostgresModelAliasRepository(unbound()).remove('house-model');
    const policies = new PostgresPolicyRepository(unbound());
    const policyId = await foreignId<`pol_${string}`>('policy', 'policy_id');
    expect(await codeOf(policies.byId(policyId))).toBe('policy_not_found');
    expect(await policies.versions(policyId)).toEqual([]);
    expect(await policies.activations(policyId)).toEqual([]);
    await policies.archive(policyId, 1);
    const approvals = new PostgresApprovalRepository(unbound());
    const approvalId = await foreignId<`apr_${string}`>('approval', 'approval_id');
    const { id: decidedBy } = own.administrator;
    const yes = { status: 'approved', decidedAt: 1, decidedBy, reason: 'x', expiresAt: 2 } as const;
    expect(await codeOf(approvals.byId(approvalId))).toBe('approval_not_found');
    expect(await codeOf(approvals.decide(approvalId, yes))).toBe('approval_closed');
    const auditId = await foreignId<`aud_${string}`>('decision_record', 'audit_id');
    expect(await new PostgresDecisionRepository(unbound()).byAuditId(auditId)).toEqual([]);
    const users = new PostgresUserRepository(unbound());
    const invitedId = await foreignId<`usr_${string}`>('user_invitation', 'user_id');
    for (const id of [foreign.administrator.id, invitedId]) {
      expect(await codeOf(users.byId(id))).toBe('user_not_found');
      expect(await codeOf(users.setRole(id, 'auditor'))).toBe('user_not_found');
      expect(await codeOf(users.disable(id, 1))).toBe('user_not_found');
      expect(await codeOf(users.enable(id))).toBe('user_not_found');
      expect(await codeOf(users.inviteAgain(id, someLink(own)))).toBe('user_not_invited');
    }
    expect(await foreignRows()).toEqual(before);
    expect(before).toHaveLength(1);
  });
});

describe('the roles', () => {
  test('the application and the reader own nothing and cannot get around a policy', async () => {
    const owned = await site.fresh.asSuperuser(
      `SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) IN ('monago_app', 'monago_reader')`,
    );
    expect(owned).toEqual([]);
    const powerful = await site.fresh.asSuperuser(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'monago%' AND (rolsuper OR rolbypassrls OR rolcreaterole)`,
    );
    expect(powerful).toEqual([]);
  });

  test('the application cannot change the log, and a superuser is stopped by the triggers', async () => {
    for (const statement of [
      'UPDATE audit_entry SET type = type',
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry CASCADE',
      'UPDATE audit_tile SET n = n',
      'DELETE FROM audit_tile',
      'TRUNCATE audit_tile',
      'DELETE FROM audit_checkpoint',
      'DELETE FROM audit_head',
      'DELETE FROM tenant',
      "UPDATE policy_version SET document = 'name: other'",
      'DELETE FROM policy_version',
      'TRUNCATE policy_version CASCADE',
      'UPDATE policy_activation SET number = NULL',
      'DELETE FROM policy_activation',
      'DROP TRIGGER audit_entry_append_only ON audit_entry',
      'ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY',
      'CREATE TABLE mine (id text)',
    ]) {
      const refused = asApp(own.id, (client) => client.query(statement));
      expect(await rejection(refused), statement).toBe(insufficientPrivilege);
    }
    for (const statement of [
      'UPDATE audit_entry SET type = type',
      'TRUNCATE audit_tile',
      'UPDATE policy_version SET note = note',
      'DELETE FROM policy_activation',
    ]) {
      expect(await rejection(site.fresh.asSuperuser(statement)), statement).toBe('MG002');
    }
  });

  test('the reader writes nowhere and sees no entry of a log', async () => {
    const { reader } = site.node.database;
    for (const table of [
      ...tables,
      'directory_epoch',
      'setup_link',
      'token_signing_key',
      'key_check',
    ]) {
      const statement = `DELETE FROM ${table}`;
      expect(await rejection(reader.query(statement)), statement).toBe(insufficientPrivilege);
    }
    const update = 'UPDATE directory_epoch SET value = value + 1';
    expect(await rejection(reader.query(update))).toBe(insufficientPrivilege);
    for (const table of ['audit_entry', 'audit_payload', 'audit_tile']) {
      const statement = `SELECT 1 FROM ${table}`;
      expect(await rejection(reader.query(statement)), statement).toBe(insufficientPrivilege);
    }
  });

  test('neither role can become another', async () => {
    for (const role of ['monago_owner', 'monago_reader', 'postgres']) {
      const becoming = asApp(own.id, (client) => client.query(`SET ROLE ${role}`));
      expect(await rejection(becoming), role).toBe(insufficientPrivilege);
    }
  });
});
