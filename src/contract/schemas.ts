import { z } from 'zod';
import { tokenScopes } from '../domain/access/role.ts';
import { credentialStatuses, providers } from '../domain/credential/credential.ts';
import { faultCodes } from '../domain/credential/usage.ts';

/** The things of the control plane as they travel. Times are RFC 3339 in UTC. */

const time = z.iso.datetime();

export const providerSchema = z.enum(providers);

export const idParams = z.object({ id: z.string() });

export const credentialSchema = z.object({
  id: z.string(),
  provider: providerSchema,
  name: z.string(),
  base_url: z.string().nullable(),
  /** AWS region; null for other providers. */
  region: z.string().nullable(),
  last4: z.string(),
  masked_key: z.string(),
  status: z.enum(credentialStatuses),
  /** `valid_limited`: the provider knows the key, but it may not do all that was asked of it. */
  validation: z.enum(['valid', 'valid_limited']),
  /** Whether requests for this provider use this credential now: the newest active one. */
  in_use: z.boolean(),
  version: z.int(),
  created_at: time,
  created_by: z.string(),
  rotated_at: time.nullable(),
  last_used_at: time.nullable(),
  /** The last that the provider, or the way to it, did to a request with the present key. */
  last_error: z
    .object({
      at: time,
      code: z.enum(faultCodes),
      /** The provider's HTTP status; null where it did not answer. */
      status: z.int().nullable(),
    })
    .nullable(),
  /** False is a promise: no running request uses an older key, so it is safe to revoke it at the provider. */
  old_key_in_use: z.boolean(),
});
export type CredentialView = z.infer<typeof credentialSchema>;

export const workspaceSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  is_default: z.boolean(),
});
export type WorkspaceView = z.infer<typeof workspaceSchema>;

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What it opens: calls of models, or the log to read. */
  scope: z.enum(tokenScopes),
  workspace_id: z.string(),
  last4: z.string(),
  status: z.enum(['active', 'expired', 'revoked']),
  created_at: time,
  expires_at: time,
  revoked_at: time.nullable(),
});
export type TokenView = z.infer<typeof tokenSchema>;

export const sessionSchema = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(['admin', 'auditor', 'super_admin']),
  }),
  tenant: z.object({ id: z.string(), name: z.string() }),
  mode: z.enum(['onprem', 'cloud']),
  /** True where Monago is reached over plain HTTP from elsewhere: the dashboard shows a red banner. */
  insecure_transport: z.boolean(),
  /** Base URL for OpenAI clients, e.g. `http://127.0.0.1:8080/v1`. */
  gateway_url: z.string(),
  /** When the platform's key last stood in for a missing one of this tenant; the dashboard shows a banner. */
  fallback_used_at: time.nullable(),
});
export type SessionView = z.infer<typeof sessionSchema>;

export const auditEntrySchema = z.object({
  index: z.int(),
  id: z.string(),
  /** Parsed from the leaf; never from index columns. */
  time,
  class: z.enum(['ai', 'admin', 'auth', 'sys']),
  type: z.string(),
  /** The leaf's JSON body (docs/formats/audit.md). */
  body: z.record(z.string(), z.unknown()),
  /** The leaf exactly as hashed. */
  leaf: z.string(),
  leaf_hash: z.string(),
});
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** Where the next older page begins; null where there is none. */
  next_before: z.int().nullable(),
  /** Where the next newer page begins; null on the newest. */
  next_after: z.int().nullable(),
  /** False: the search has looked at as many entries as one answer may, and goes on from the next page. */
  complete: z.boolean(),
});
export type AuditPageView = z.infer<typeof auditPageSchema>;

export const auditHeadSchema = z.object({
  origin: z.string(),
  vkey: z.string(),
  size: z.int(),
  checkpoint: z.string(),
  last_entry_at: time.nullable(),
  /** Entries below this index were removed when their time was over; their hashes are still in the log. */
  pruned_below: z.int(),
});
export type AuditHeadView = z.infer<typeof auditHeadSchema>;

const auditCopySchema = z.object({
  name: z.string(),
  /** Entries that it has seen, counted from the first one. */
  to: z.int(),
  at: time.nullable(),
  failing_since: time.nullable(),
});

export const auditStatusSchema = z.object({
  generation: z.int(),
  state: z.enum(['active', 'frozen']),
  /** Why and since when the log takes no entries. */
  frozen: z.object({ at: time.nullable(), reason: z.string() }).nullable(),
  /** `unchecked`: nothing speaks against the log, and not everything was looked at yet. */
  verdict: z.enum(['verified', 'tampered', 'incomplete', 'unchecked']),
  /** Up to which size Monago itself has verified the whole log; null until it has. */
  verified: z.object({ to: z.int(), at: time }).nullable(),
  /** The newest check of every byte. */
  self_check: z
    .object({
      at: time,
      size: z.int(),
      verdict: z.enum(['verified', 'tampered', 'incomplete']),
      findings: z.int(),
      first_finding: z.string().nullable(),
    })
    .nullable(),
  /** Who cosigned its checkpoints, where they are kept, and who is given every entry. */
  witnesses: z.array(auditCopySchema),
  /** Up to which size as many witnesses vouch for it as the operator’s policy asks for; null where it asks for none. */
  witnessed: z.object({ to: z.int(), at: time.nullable() }).nullable(),
  anchors: z.array(auditCopySchema.extend({ kind: z.string() })),
  sinks: z.array(auditCopySchema),
  /** Calls that were begun over an hour ago and have no outcome; a thousand stands for more. */
  open_intents: z.int(),
});
export type AuditStatusView = z.infer<typeof auditStatusSchema>;

export const settingsSchema = z.object({
  /** Whether the platform's key, where there is one, stands in while the tenant has no active credential. */
  credential_fallback: z.enum(['platform', 'never']),
  /** What happens to a field that the format of the model's provider does not have: refused, or left out. */
  translation: z.enum(['strict', 'lenient']),
});
export type SettingsView = z.infer<typeof settingsSchema>;

export const modelAliasSchema = z.object({
  /** What clients send as `model`. */
  alias: z.string(),
  provider: providerSchema,
  /** As the provider names it. */
  model: z.string(),
  /** Whose model has this very name, and cannot be reached by it while the alias is there. */
  hides: providerSchema.nullable(),
  changed_at: time,
  changed_by: z.string(),
});
export type ModelAliasView = z.infer<typeof modelAliasSchema>;

export const tenantSchema = z.object({
  id: z.string(),
  name: z.string(),
  created_at: time,
  /** `invited`: it waits for its first administrator. */
  status: z.enum(['invited', 'active']),
});
export type TenantView = z.infer<typeof tenantSchema>;

export const tenantLinkSchema = z.object({
  tenant: tenantSchema,
  /** Works once, for 30 minutes. */
  setup_link: z.string(),
  expires_at: time,
});
