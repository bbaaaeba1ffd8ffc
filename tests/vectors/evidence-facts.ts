import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import type { AuditActor, AuditedContent } from '../../src/domain/audit/fact-parts.ts';
import { emptyRoot } from '../../src/domain/audit/merkle.ts';
import type { Id, IdPrefix } from '../../src/domain/ids.ts';

/** What the sample facts have in common. */
interface Parts {
  idAt<Prefix extends IdPrefix>(prefix: Prefix, index: number): Id<Prefix>;
  readonly admin: AuditActor;
  readonly system: AuditActor;
  readonly content: AuditedContent;
}

type Facts = readonly ((index: number) => AuditFact)[];

// What they say of trees is said of the empty one, so that it is true in a sample log of any size.
const tree = { size: 0, root: encodeBase64(emptyRoot()) } as const;

/** What becomes of the log itself, and who looked at it. */
export function evidenceFacts(parts: Parts): Facts {
  return [...logFacts(parts), ...retentionFacts(parts), ...readFacts(parts)];
}

function logFacts({ system, content }: Parts): Facts {
  const changes = [{ field: 'hash', old: null, new: `sha256:${'0b'.repeat(32)}` }] as const;
  return [
    () => ({ type: 'log.heartbeat', actor: system }),
    () => ({
      type: 'log.opened',
      actor: system,
      version: '0.1.0',
      continues: { ...tree, origin: 'audit.monago.example/log/01JDSAMPLE0000000000000001' },
      reason: content,
    }),
    // Of two keys that no sample log has, so that nobody takes it for a rotation of theirs.
    () => ({
      type: 'log.key_rotated',
      actor: system,
      old_vkey:
        'audit.monago.example/log/01JDSAMPLE0000000000000000+476157ba+Aa8bpSlSLxJ5VolxtRjs2E/S+PYpOEZJg92w1SIsxctw',
      new_vkey:
        'audit.monago.example/log/01JDSAMPLE0000000000000000+a122a401+ASZQnMZOf9F9fK9mh49jEtUXt4PSp7PJfkUOOhPoJ0Id',
    }),
    () => ({
      type: 'log.checkpoint_anchored',
      actor: system,
      ...tree,
      kind: 'rfc3161',
      ref: 'https://timestamp.example/tsr',
    }),
    () => ({ type: 'log.configured', actor: system, part: 'witnesses', changes }),
    () => ({ type: 'log.selfcheck', actor: system, ...tree, verdict: 'verified', findings: 0 }),
  ];
}

function retentionFacts({ idAt, admin, system, content }: Parts): Facts {
  const hold = { actor: admin, hold: idAt('hld', 9), subject: idAt('usr', 8), reason: content };
  return [
    () => ({
      type: 'settings.changed',
      actor: admin,
      changes: [
        { field: 'entry_days', old: null, new: 3650 },
        { field: 'content_days', old: null, new: 90 },
      ],
    }),
    () => ({ type: 'legal_hold.placed', ...hold }),
    () => ({ type: 'legal_hold.released', ...hold }),
    (index) => ({
      type: 'privacy.erased',
      actor: admin,
      ranges: [{ first: index - 3, end: index }],
      count: 2,
      basis: 'request',
      reason: content,
    }),
    () => ({ type: 'retention.pruned', actor: system, below: 0, ...tree, days: 3650 }),
  ];
}

function readFacts({ idAt, admin, content }: Parts): Facts {
  const reveal = { reveal: idAt('rvl', 10), entry: idAt('aud', 4), reason: content } as const;
  const other = { type: 'user', id: idAt('usr', 8) } as const;
  return [
    () => ({ type: 'audit.exported', actor: admin, size: 12, format: 'ocsf' }),
    (index) => ({
      type: 'audit.read',
      actor: admin,
      what: 'entries',
      first: 0,
      end: index,
      count: 3,
    }),
    () => ({ type: 'content.requested', actor: admin, ...reveal }),
    () => ({ type: 'content.approved', actor: other, ...reveal }),
    () => ({ type: 'content.refused', actor: other, ...reveal }),
    () => ({ type: 'content.revealed', actor: admin, ...reveal }),
  ];
}
