import { z } from 'zod';
import { recordFormats } from '../domain/audit/export/record-format.ts';
import type { Endpoint } from './endpoint.ts';
import {
  auditEntrySchema,
  auditHeadSchema,
  auditPageSchema,
  auditStatusSchema,
  idParams,
} from './schemas.ts';

const index = z.coerce.number().int().nonnegative();
const id = z.string().max(64);

/** Reading the tenant's log, and the evidence to take away. */
export const auditEndpoints = {
  'audit.head': {
    method: 'GET',
    path: '/api/audit/head',
    access: 'audit.read',
    status: 200,
    summary: 'Size, name, key and newest signed checkpoint of the tenant’s log',
    reply: auditHeadSchema,
    errors: ['audit_unavailable'],
  },
  'audit.status': {
    method: 'GET',
    path: '/api/audit/status',
    access: 'audit.read',
    status: 200,
    summary: 'How far the log has been verified, witnessed and anchored, and by which checks',
    reply: auditStatusSchema,
    errors: [],
  },
  'audit.list': {
    method: 'GET',
    path: '/api/audit/entries',
    access: 'audit.read',
    status: 200,
    summary: 'Audit entries, newest first, by keyset in both directions',
    query: z.object({
      /** Entries below this index, the newest of them. */
      before: index.optional(),
      /** Entries above this index, the oldest of them; not together with `before`. */
      after: index.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      class: z.enum(['ai', 'admin', 'auth', 'sys']).optional(),
      type: z.string().max(64).optional(),
      /** `usr_…`, `tok_…`, `monago` or `unknown`. */
      actor: id.optional(),
      workspace: id.optional(),
      request_id: id.optional(),
      decision: z
        .enum(['allowed', 'blocked', 'redacted', 'flagged', 'pending_approval'])
        .optional(),
      /** What the entry is about: a credential, policy, token, user, approval or hold; for an outcome its intent. */
      subject: id.optional(),
      /** RFC 3339. */
      from: z.iso.datetime({ offset: true }).optional(),
      /** RFC 3339; entries of this moment are left out. */
      to: z.iso.datetime({ offset: true }).optional(),
      /** Which log of the tenant: a frozen one is followed by the next generation. The one being written unless told. */
      generation: z.coerce.number().int().min(1).max(32_767).optional(),
    }),
    reply: auditPageSchema,
    errors: ['invalid_input'],
  },
  'audit.entry': {
    method: 'GET',
    path: '/api/audit/entries/{id}',
    access: 'audit.read',
    status: 200,
    summary: 'One audit entry by its id',
    params: idParams,
    reply: auditEntrySchema,
    errors: ['not_found', 'entry_pruned'],
  },
  'audit.receipt': {
    method: 'GET',
    path: '/api/audit/entries/{id}/receipt',
    access: 'audit.read',
    apiKey: 'audit.read',
    status: 200,
    summary: 'Proof that the entry is in the signed log, for `monago audit verify-receipt`',
    params: idParams,
    reply: { mediaType: 'text/plain; charset=utf-8' },
    errors: ['not_found', 'entry_pruned', 'audit_unavailable'],
  },
  'audit.file': {
    method: 'GET',
    path: '/api/audit/logs/{log}/{file*}',
    access: 'audit.read',
    apiKey: 'audit.read',
    status: 200,
    summary:
      'A file of the log by its path: `checkpoint`, `policy`, and tiles as in c2sp.org/tlog-tiles',
    params: z.object({
      /** The last part of the log’s origin. */
      log: z.string().max(64),
      file: z.string().max(200),
    }),
    reply: { mediaType: 'application/octet-stream' },
    errors: ['not_found', 'audit_unavailable'],
  },
  'audit.records': {
    method: 'GET',
    path: '/api/audit/records',
    access: 'audit.export',
    status: 200,
    summary:
      'Entries as records of another format, one a line and oldest first; syslog and CEF as `text/plain`',
    query: z.object({
      format: z.enum(recordFormats).default('jsonl'),
      /** RFC 3339. */
      from: z.iso.datetime({ offset: true }).optional(),
      /** RFC 3339; entries of this moment are left out. */
      to: z.iso.datetime({ offset: true }).optional(),
      /** Which log of the tenant; the one being written unless told. */
      generation: z.coerce.number().int().min(1).max(32_767).optional(),
    }),
    reply: { mediaType: 'application/x-ndjson' },
    errors: ['invalid_input', 'not_found', 'audit_unavailable'],
  },
  'audit.export': {
    method: 'GET',
    path: '/api/audit/export',
    access: 'audit.export',
    status: 200,
    summary: 'The evidence bundle as a tar archive, for `monago audit verify`',
    reply: { mediaType: 'application/x-tar' },
    errors: ['audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;
