import type { ControlEndpointName } from '../../src/contract/endpoints.ts';
import type { Drive, Gate, Plan } from './gate.ts';

const headers = (gate: Gate) => gate.sessionHeaders;
const nothing: Drive = { headers, plan: () => ({}) };
const named = (what: string) => (gate: Gate) => ({ params: { id: gate.recall(what) } });
const nobody = `usr_${'0'.repeat(32)}`;
const unheld = `usr_${'1'.repeat(32)}`;

type EvidenceRow = Extract<
  ControlEndpointName,
  | `retention.${string}`
  | `hold.${string}`
  | `erasure.${string}`
  | `reveal.${string}`
  | 'content.state'
>;

/** How the rows about what is kept beside the log are made to succeed, in this order. */
export const evidenceDrives: Readonly<Record<EvidenceRow, Drive>> = {
  'retention.read': nothing,
  'retention.update': { headers, plan: () => ({ body: { entry_days: null, content_days: 365 } }) },
  'hold.place': {
    headers,
    plan: () => ({ body: { subject: nobody, reason: 'a court asks for it' } }),
    learn: (reply, gate) => gate.remember('hold', String(reply.json()['id'])),
  },
  'hold.list': nothing,
  'hold.release': {
    headers,
    plan: (gate) => ({ ...named('hold')(gate), body: { reason: 'the court has decided' } }),
    harmless: () => ({ params: { id: `hld_${'0'.repeat(32)}` }, body: { reason: 'no hold' } }),
  },
  'content.state': {
    headers,
    plan: async (gate) => ({ params: { id: await entryWithContent(gate) } }),
  },
  'reveal.request': {
    headers,
    plan: async (gate) => ({
      params: { id: await entryWithContent(gate) },
      body: { reason: 'somebody complains' },
    }),
  },
  'reveal.list': nothing,
  'reveal.decide': {
    headers,
    plan: async (gate) => ({
      ...(await reveal(gate, 'requested')),
      body: { decision: 'refuse', reason: 'not for this' },
    }),
  },
  'reveal.content': { headers, plan: (gate) => reveal(gate, 'approved') },
  'erasure.preview': { headers, plan: () => ({ body: { subject: unheld } }) },
  'erasure.create': {
    headers,
    plan: () => ({ body: { subject: unheld, reason: 'they asked for it' } }),
    learn: (reply, gate) => gate.remember('erasure', String(reply.json()['id'])),
  },
  'erasure.list': nothing,
  'erasure.read': { headers, plan: named('erasure') },
};

async function entryWithContent({ site }: Gate): Promise<string> {
  const { rows } = await site.asSuperuser((client) =>
    client.query(
      `SELECT entry_id FROM audit_entry WHERE type = 'legal_hold.placed' ORDER BY time_us LIMIT 1`,
    ),
  );
  return String(rows[0]?.entry_id);
}

let reveals = 0;

/** Asked for by somebody else, or approved by somebody else. */
async function reveal(gate: Gate, state: 'requested' | 'approved'): Promise<Plan> {
  reveals += 1;
  const id = `rvl_${String(reveals).padStart(32, '0')}`;
  const isApproved = state === 'approved';
  const entry = await entryWithContent(gate);
  await gate.site.asSuperuser((client) =>
    client.query(
      `INSERT INTO content_reveal (tenant_id, reveal_id, entry_id, reason, requested_by, requested_at, state,
          decided_by, decided_at, decision_reason)
        SELECT e.tenant_id, $1, e.entry_id, 'why not', CASE WHEN $3 THEN e.actor_id ELSE $4 END, now(), $5,
          CASE WHEN $3 THEN $4 END, CASE WHEN $3 THEN now() END, CASE WHEN $3 THEN 'agreed' END
        FROM audit_entry e WHERE e.entry_id = $2`,
      [id, entry, isApproved, nobody, state],
    ),
  );
  return { params: { id } };
}
