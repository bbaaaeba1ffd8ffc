import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostgresApprovals } from '../../src/adapters/database/postgres-approvals.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { isId, type TokenId } from '../../src/domain/ids.ts';
import type { NewApproval } from '../../src/ports/approvals.ts';
import type { ServiceToken } from '../../src/ports/unit-of-work.ts';
import { heldEntry, someApproval } from '../conformance/governed.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { Browser } from './browser.ts';
import { changesOn } from './control-ports.ts';
import {
  anotherTenant,
  auditorEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
  signInAs,
} from './control-site.ts';

let site: ControlSite;
let approvals: PostgresApprovals;
let requester: Browser;
let colleague: Browser;
let auditor: Browser;
let stranger: Browser;
let token: ServiceToken;

beforeAll(async () => {
  site = await openControlSite();
  requester = await setUpSite(site);
  colleague = await signInAs(site, 'admin', 'colleague@bank.example');
  auditor = await signInAs(site, 'auditor', auditorEmail);
  stranger = await anotherTenant(site, 'budi@other.example');
  const changes = { ...changesOn(site.node, site.directory), clock: site.ports.clock };
  approvals = new PostgresApprovals({ ...changes, log: quietLog }).start();
  const { token: created } = (await requester.post('/api/tokens', { name: 'reporting' })).json();
  token = await site.ports.unitOfWork.read(await tenantId(), (tx) =>
    tx.tokens.byId(tokenIdOf(created.id)),
  );
});

afterAll(async () => {
  await approvals.close();
  await site.close();
});

function tokenIdOf(text: string): TokenId {
  if (!isId('tok', text)) throw new Error(`${text} is no token`);
  return text;
}

const tenantId = async () => (await requester.get('/api/session')).json().tenant.id;

async function hold(change: Partial<NewApproval> = {}): Promise<NewApproval> {
  const approval = someApproval(token, { createdAt: site.ports.clock.now(), ...change });
  await approvals.open(approval, heldEntry({ id: await tenantId() }, approval));
  return approval;
}

const decide = (
  { id }: Pick<NewApproval, 'id'>,
  decision: 'approve' | 'reject',
  by: Browser = colleague,
) => by.post(`/api/approvals/${id}/decide`, { decision, reason: 'known customer' });

describe('a held request', () => {
  test('200: waits in the queue with what was found, and never with its text', async () => {
    const approval = await hold({ content: 'the words of a prompt' });
    const { approvals: listed, pending } = (await auditor.get('/api/approvals')).json();
    expect(pending).toBeGreaterThan(0);
    expect(listed[0]).toMatchObject({
      id: approval.id,
      status: 'pending',
      policies: approval.policies,
      findings: approval.findings,
      risk: approval.risk,
      model: 'gpt-4o',
    });
    expect(JSON.stringify(listed)).not.toContain('words of a prompt');
  });

  test('200: shows its text to whoever may decide, and to nobody else', async () => {
    const { id } = await hold({ content: 'the words of a prompt' });
    const shown = (await colleague.get(`/api/approvals/${id}`)).json();
    expect(shown).toMatchObject({ obstacle: null, content: 'the words of a prompt' });
    const hidden = (await auditor.get(`/api/approvals/${id}`)).json();
    expect(hidden).toMatchObject({ obstacle: 'forbidden', content: null });
  });

  test.each([
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ] as const)(
    '200: %s; whoever waits hears of it, and the log commits to the reason',
    async (decision, status) => {
      const approval = await hold({ content: 'the words of a prompt' });
      const own = await tenantId();
      const waiting = approvals.waitFor(own, approval.id, AbortSignal.timeout(10_000));
      const reply = await decide(approval, decision);
      expect(reply.statusCode, reply.body).toBe(200);
      expect(reply.json()).toMatchObject({ status, reason: 'known customer' });
      expect(await waiting).toMatchObject({ status, content: undefined });
      const entry = (await entriesOf(site, `approval.${status}`)).at(-1);
      expect(entry).toMatchObject({
        approval: approval.id,
        policies: approval.policies,
        workspace: approval.workspaceId,
        tenant_of_log: own,
      });
      expect(JSON.stringify(entry)).not.toContain('known customer');
      const id = String(entry?.['id']);
      const kept = isId('aud', id) ? await site.ports.contentReader.open(own, id) : undefined;
      const words = Buffer.from('known customer');
      const committed = Buffer.from(commit(kept?.salt ?? Buffer.alloc(0), words));
      expect(entry?.['reason']).toEqual({
        commit: committed.toString('base64'),
        bytes: words.length,
      });
    },
  );

  test('403: nobody approves what their own key asks for, but may reject it', async () => {
    const approval = await hold();
    const page = (await requester.get(`/api/approvals/${approval.id}`)).json();
    expect(page.obstacle).toBe('four_eyes_required');
    const refused = await decide(approval, 'approve', requester);
    expect(refused.statusCode).toBe(403);
    expect(refused.json().code).toBe('four_eyes_required');
    expect((await decide(approval, 'reject', requester)).json().status).toBe('rejected');
  });

  test('403: only those approve whom the policy names', async () => {
    const named = await hold({ approvers: ['role:workspace_admin', `usr_${'0'.repeat(32)}`] });
    expect((await decide(named, 'approve')).json().code).toBe('not_an_approver');
    const { user } = (await colleague.get('/api/session')).json();
    for (const approvers of [['role:admin'], [user.id]]) {
      expect((await decide(await hold({ approvers }), 'approve')).json().status).toBe('approved');
    }
  });

  test('403: an auditor decides nothing', async () => {
    expect((await decide(await hold(), 'reject', auditor)).json().code).toBe('forbidden');
  });

  test('409: is decided once, also by two at once', async () => {
    const approval = await hold();
    const replies = await Promise.all([decide(approval, 'approve'), decide(approval, 'reject')]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
    expect((await decide(approval, 'reject')).json().code).toBe('approval_closed');
  });

  test('409: cannot be decided after its time, and says that it has expired', async () => {
    const approval = await hold({ expiresAt: site.ports.clock.now() + 1_000 });
    site.skip(1_001);
    expect((await decide(approval, 'approve')).json().code).toBe('approval_closed');
    const { approval: view } = (await auditor.get(`/api/approvals/${approval.id}`)).json();
    expect(view.status).toBe('expired');
  });

  test('an approval can be used for an hour, however late it came', async () => {
    const approval = await hold({ expiresAt: site.ports.clock.now() + 5_000 });
    const { expires_at: until, decided_at: at } = (await decide(approval, 'approve')).json();
    expect(Date.parse(until) - Date.parse(at)).toBe(60 * 60 * 1_000);
  });

  test('404: to another tenant', async () => {
    const approval = await hold();
    const read = await stranger.get(`/api/approvals/${approval.id}`);
    expect(read.json().code).toBe('approval_not_found');
    expect((await decide(approval, 'approve', stranger)).json().code).toBe('approval_not_found');
    expect((await stranger.get('/api/approvals')).json().approvals).toEqual([]);
  });

  test('pages follow each other without gaps or repetitions', async () => {
    await hold();
    const all = (await auditor.get('/api/approvals?limit=200')).json().approvals;
    const seen: string[] = [];
    for (let before: string | null = ''; before !== null; ) {
      const from: string = before === '' ? '' : `&before=${before}`;
      const page = (await auditor.get(`/api/approvals?limit=3${from}`)).json();
      seen.push(...page.approvals.map(({ id }: { id: string }) => id));
      before = page.next_before;
    }
    expect(seen).toEqual(all.map(({ id }: { id: string }) => id));
    const pending = (await auditor.get('/api/approvals?status=pending')).json().approvals;
    expect(new Set(pending.map((one: { status: string }) => one.status))).toEqual(
      new Set(['pending']),
    );
  });
});
