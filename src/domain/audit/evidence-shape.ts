import { count, id, list, object, oneOf, optional, text } from './body-shape.ts';
import type { AnchorKind, AuditedRange, EvidenceFact } from './evidence-fact.ts';
import { changes, content, type FactOf, type OwnShape } from './fact-part-shapes.ts';

const legalHold: OwnShape<FactOf<'legal_hold.placed'>> = {
  hold: id('hld'),
  subject: optional(text),
  reason: optional(content),
};

const contentFact: OwnShape<FactOf<'content.requested'>> = {
  reveal: id('rvl'),
  entry: id('aud'),
  reason: optional(content),
};

type Opened = FactOf<'log.opened'>;
type Read = FactOf<'audit.read'>;
type Selfcheck = FactOf<'log.selfcheck'>;

/** The fields of each type beyond the common ones; part of `factShapes`. */
export const evidenceShapes: {
  readonly [Type in EvidenceFact['type']]: OwnShape<FactOf<Type>>;
} = {
  'log.opened': {
    version: text,
    continues: optional(
      object<NonNullable<Opened['continues']>>({ origin: text, size: count, root: text }),
    ),
    reason: optional(content),
  },
  'log.heartbeat': {},
  'log.key_rotated': { old_vkey: text, new_vkey: text },
  'log.checkpoint_anchored': {
    size: count,
    root: text,
    kind: oneOf<AnchorKind>({ rfc3161: true, s3: true, git: true, file: true, webhook: true }),
    ref: text,
  },
  'log.configured': {
    part: oneOf<FactOf<'log.configured'>['part']>({ witnesses: true, anchors: true, sinks: true }),
    changes,
  },
  'log.selfcheck': {
    size: count,
    root: text,
    verdict: oneOf<Selfcheck['verdict']>({ verified: true, tampered: true, incomplete: true }),
    findings: count,
  },
  'retention.pruned': { below: count, size: count, root: text, days: count },
  'privacy.erased': {
    log: optional(text),
    ranges: list(object<AuditedRange>({ first: count, end: count })),
    count,
    basis: oneOf<FactOf<'privacy.erased'>['basis']>({ request: true, retention: true }),
    erasure: optional(id('ers')),
    reason: optional(content),
  },
  'legal_hold.placed': legalHold,
  'legal_hold.released': legalHold,
  'audit.exported': { size: count, format: optional(text) },
  'audit.read': {
    what: oneOf<Read['what']>({ entries: true, entry: true, receipt: true }),
    first: count,
    end: count,
    count,
  },
  'content.requested': contentFact,
  'content.approved': contentFact,
  'content.refused': contentFact,
  'content.revealed': contentFact,
};
