import { z } from 'zod';
import { contentForms, contentParts } from '../domain/audit/entry-content.ts';
import type { Endpoint } from './endpoint.ts';
import { idParams } from './schemas.ts';
import { visibleWords } from './text.ts';

const time = z.iso.datetime();
const givenTime = z.iso.datetime({ offset: true });
const reason = visibleWords('Say why.', 500);
const days = z.int().min(1).max(36_500).nullable();
const actor = z
  .string()
  .regex(/^(usr|tok)_[0-9a-f]{32}$/, 'Give the id of a user or of an API key.');

export const retentionSchema = z.object({
  /** After how many days an entry goes; null: never. */
  entry_days: days,
  /** After how many days content and salts go; null: with their entries. */
  content_days: days,
});
export type RetentionView = z.infer<typeof retentionSchema>;

const retentionStatusSchema = retentionSchema.extend({
  /** When the daily run last ended; null before the first one. */
  last_run_at: time.nullable(),
});
export type RetentionStatusView = z.infer<typeof retentionStatusSchema>;

export const holdSchema = z.object({
  id: z.string(),
  /** Whose entries it covers; null: everybody's. */
  subject: z.string().nullable(),
  reason: z.string(),
  placed_by: z.string(),
  placed_at: time,
  released_by: z.string().nullable(),
  released_at: time.nullable(),
  release_reason: z.string().nullable(),
});
export type HoldView = z.infer<typeof holdSchema>;

const scope = {
  /** Whose content; everybody's of the time where it is left out. */
  subject: actor.optional(),
  /** RFC 3339. */
  from: givenTime.optional(),
  /** RFC 3339; entries of this moment are left out. */
  to: givenTime.optional(),
};

export const erasureSchema = z.object({
  id: z.string(),
  subject: z.string().nullable(),
  from: time.nullable(),
  to: time.nullable(),
  basis: z.enum(['request', 'retention']),
  reason: z.string(),
  requested_by: z.string(),
  requested_at: time,
  /** `held`: a legal hold that was placed since stands in the way. */
  state: z.enum(['running', 'held', 'done']),
  held_by: z.string().nullable(),
  /** Entries that had something to erase, and how many of them are done. */
  due: z.int(),
  erased: z.int(),
  finished_at: time.nullable(),
});
export type ErasureView = z.infer<typeof erasureSchema>;

const revealStates = ['requested', 'approved', 'refused', 'revealed', 'expired'] as const;

export const revealSchema = z.object({
  id: z.string(),
  entry_id: z.string(),
  entry_index: z.int(),
  entry_type: z.string(),
  reason: z.string(),
  requested_by: z.string(),
  requested_at: time,
  /** `expired`: nobody looked within the hour. */
  state: z.enum(revealStates),
  decided_by: z.string().nullable(),
  decided_at: time.nullable(),
  decision_reason: z.string().nullable(),
  /** Until when whoever asked can look; null where they cannot. */
  usable_until: time.nullable(),
  revealed_at: time.nullable(),
});
export type RevealView = z.infer<typeof revealSchema>;

const contentStateSchema = z.object({
  /** `none`: nothing was kept but the salt of what the entry commits to, if anything. */
  state: z.enum(['none', 'kept', 'erased']),
  /** Id of the entry that tells of the erasure, where it was found. */
  erased_by: z.string().nullable(),
  /** Standing legal holds that cover the entry. */
  held_by: z.array(z.string()),
  /** Who asked to see it, newest first. */
  reveals: z.array(revealSchema),
});
export type ContentStateView = z.infer<typeof contentStateSchema>;

export const contentSchema = z.object({
  reveal: revealSchema,
  /** Base64; with it everybody can check what they are shown. */
  salt: z.string(),
  parts: z.array(
    z.object({
      name: z.enum(contentParts),
      form: z.enum(contentForms),
      bytes: z.int(),
      base64: z.string(),
      /** Where the bytes are UTF-8. */
      text: z.string().nullable(),
      /** Whether the entry commits to exactly these bytes; null where they are not all of them. */
      verified: z.boolean().nullable(),
    }),
  ),
});
export type ContentView = z.infer<typeof contentSchema>;

/** What is kept outside of the log: how long, under which holds, how it goes, and who sees it. */
export const auditContentEndpoints = {
  'retention.read': {
    method: 'GET',
    path: '/api/audit/retention',
    access: 'evidence.read',
    status: 200,
    summary: 'For how many days entries and content are kept, and when the daily run last ended',
    reply: retentionStatusSchema,
    errors: [],
  },
  'retention.update': {
    method: 'PUT',
    path: '/api/audit/retention',
    access: 'evidence.write',
    status: 200,
    summary: 'Set for how many days entries and content are kept',
    body: retentionSchema,
    reply: retentionSchema,
    errors: ['invalid_input', 'audit_unavailable'],
  },
  'hold.list': {
    method: 'GET',
    path: '/api/audit/holds',
    access: 'evidence.read',
    status: 200,
    summary: 'Legal holds, newest first',
    reply: z.object({ holds: z.array(holdSchema) }),
    errors: [],
  },
  'hold.place': {
    method: 'POST',
    path: '/api/audit/holds',
    access: 'evidence.write',
    status: 201,
    summary: 'Keep everything of one actor, or of everybody, from being erased or pruned',
    body: z.object({ subject: actor.optional(), reason }),
    reply: holdSchema,
    errors: ['invalid_input', 'audit_unavailable'],
  },
  'hold.release': {
    method: 'POST',
    path: '/api/audit/holds/{id}/release',
    access: 'evidence.write',
    status: 200,
    summary: 'End a legal hold',
    params: idParams,
    body: z.object({ reason }),
    reply: holdSchema,
    errors: ['hold_not_found', 'hold_released', 'audit_unavailable'],
  },
  'erasure.preview': {
    method: 'POST',
    path: '/api/audit/erasures/preview',
    access: 'evidence.write',
    status: 200,
    summary: 'How many entries an erasure would leave without content, and which holds forbid it',
    body: z.object(scope),
    reply: z.object({ count: z.int(), holds: z.array(z.string()) }),
    errors: ['invalid_input'],
  },
  'erasure.create': {
    method: 'POST',
    path: '/api/audit/erasures',
    access: 'evidence.write',
    status: 201,
    summary: 'Destroy content and salts of an actor or a time; the entries stay, and verify',
    body: z.object({
      ...scope,
      basis: z.enum(['request', 'retention']).default('request'),
      reason,
      /** Also replaces name and address of a user who is disabled. */
      forget_person: z.boolean().default(false),
    }),
    reply: erasureSchema,
    errors: ['invalid_input', 'legal_hold', 'user_not_found', 'audit_unavailable'],
  },
  'erasure.list': {
    method: 'GET',
    path: '/api/audit/erasures',
    access: 'evidence.read',
    status: 200,
    summary: 'Erasures, newest first, and how far they have come',
    reply: z.object({ erasures: z.array(erasureSchema) }),
    errors: [],
  },
  'erasure.read': {
    method: 'GET',
    path: '/api/audit/erasures/{id}',
    access: 'evidence.read',
    status: 200,
    summary: 'One erasure, and how far it has come',
    params: idParams,
    reply: erasureSchema,
    errors: ['erasure_not_found'],
  },
  'content.state': {
    method: 'GET',
    path: '/api/audit/entries/{id}/content',
    access: 'evidence.read',
    status: 200,
    summary:
      'What is kept behind an entry, what holds it, and who asked to see it; nothing is opened',
    params: idParams,
    reply: contentStateSchema,
    errors: ['not_found', 'entry_pruned'],
  },
  'reveal.request': {
    method: 'POST',
    path: '/api/audit/entries/{id}/reveals',
    access: 'content.reveal',
    status: 201,
    summary: 'Ask to see the content behind an entry; somebody else has to agree',
    params: idParams,
    body: z.object({ reason }),
    reply: revealSchema,
    errors: [
      'not_found',
      'entry_pruned',
      'content_not_kept',
      'audit_unavailable',
      'kms_unavailable',
    ],
  },
  'reveal.list': {
    method: 'GET',
    path: '/api/audit/reveals',
    access: 'evidence.read',
    status: 200,
    summary: 'Who asked to see content, newest first, and what became of it',
    query: z.object({
      state: z.enum(revealStates).optional(),
      /** The id of the last one of the page ahead. */
      before: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({
      reveals: z.array(revealSchema),
      /** Where the next page begins; null on the last page. */
      next_before: z.string().nullable(),
      /** How many wait for a second person. */
      waiting: z.int(),
    }),
    errors: ['invalid_input'],
  },
  'reveal.decide': {
    method: 'POST',
    path: '/api/audit/reveals/{id}/decide',
    access: 'content.approve',
    status: 200,
    summary: 'Agree that somebody else sees content, or refuse it',
    params: idParams,
    body: z.object({ decision: z.enum(['approve', 'refuse']), reason }),
    reply: revealSchema,
    errors: ['reveal_not_found', 'reveal_closed', 'reveal_own', 'audit_unavailable'],
  },
  'reveal.content': {
    method: 'POST',
    path: '/api/audit/reveals/{id}/content',
    access: 'content.reveal',
    status: 200,
    summary: 'See the content, once, within an hour of the approval',
    params: idParams,
    reply: contentSchema,
    errors: [
      'reveal_not_found',
      'reveal_closed',
      'content_not_kept',
      'entry_pruned',
      'audit_unavailable',
      'kms_unavailable',
    ],
  },
} as const satisfies Record<string, Endpoint>;
