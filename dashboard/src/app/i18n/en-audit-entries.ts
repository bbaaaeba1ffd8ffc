import type { AuditClass, AuditFactType } from '../../../../src/domain/audit/fact.ts';
import type { AuditedChange } from '../../../../src/domain/audit/fact-parts.ts';

const types: Record<AuditFactType, string> = {
  'ai.request.intent': 'Request sent',
  'ai.request.denied': 'Request refused',
  'ai.request.held': 'Request held',
  'ai.request.outcome': 'Request finished',
  'credential.created': 'Credential added',
  'credential.rotated': 'Credential rotated',
  'credential.disabled': 'Credential disabled',
  'credential.enabled': 'Credential enabled',
  'credential.revoked': 'Credential revoked',
  'credential.rejected': 'Credential rejected',
  'token.created': 'API key created',
  'token.revoked': 'API key revoked',
  'tenant.created': 'Organisation set up',
  'tenant.opened': 'Organisation opened',
  'tenant.invited': 'Administrator invited',
  'user.invited': 'User invited',
  'user.joined': 'User joined',
  'user.role_changed': 'Role changed',
  'user.disabled': 'User disabled',
  'user.enabled': 'User enabled',
  'settings.changed': 'Settings changed',
  'model_alias.set': 'Model alias set',
  'model_alias.removed': 'Model alias removed',
  'policy.created': 'Policy created',
  'policy.version_added': 'Policy version added',
  'policy.activated': 'Policy activated',
  'policy.deactivated': 'Policy taken out of force',
  'policy.archived': 'Policy archived',
  'approval.approved': 'Held request approved',
  'approval.rejected': 'Held request rejected',
  'approval.expired': 'Approval expired',
  'inspection.changed': 'Inspection changed',
  'declarations.changed': 'Lists and calendars changed',
  'key.rotation': 'Encryption key rotation',
  'audit.exported': 'Log exported',
  'audit.read': 'Log read',
  'content.requested': 'Content asked for',
  'content.approved': 'Look at content approved',
  'content.refused': 'Look at content refused',
  'content.revealed': 'Content looked at',
  'privacy.erased': 'Content erased',
  'retention.pruned': 'Old entries pruned',
  'legal_hold.placed': 'Legal hold placed',
  'legal_hold.released': 'Legal hold released',
  'auth.signed_in': 'Signed in',
  'auth.signed_out': 'Signed out',
  'auth.failed': 'Sign-in failed',
  'log.opened': 'Log opened',
  'log.heartbeat': 'Log alive',
  'log.key_rotated': 'Signing key rotated',
  'log.checkpoint_anchored': 'Checkpoint anchored',
  'log.configured': 'Log configured',
  'log.selfcheck': 'Log verified itself',
  'node.started': 'Node started',
};

const classes: Record<AuditClass, string> = {
  ai: 'AI requests',
  admin: 'Administration',
  auth: 'Sign-in',
  sys: 'System',
};

const changedFields: Record<AuditedChange['field'], string> = {
  status: 'Status',
  version: 'Key version',
  last4: 'Last four characters',
  name: 'Name',
  base_url: 'Base URL',
  region: 'Region',
  destination: 'Destination',
  expires_at: 'Expires',
  workspace: 'Workspace',
  credential_fallback: 'Fallback default key',
  translation: 'Translation',
  provider: 'Provider',
  model: 'Model',
  hash: 'Content',
  mode: 'Mode',
  priority: 'Priority',
  scope: 'Scope',
  active_version: 'Version in force',
  role: 'Role',
  entry_days: 'Days that entries are kept',
  content_days: 'Days that content is kept',
};

export const enAuditEntries = {
  types,
  classes,
  changedFields,
  decisions: {
    allowed: 'Allowed',
    blocked: 'Blocked',
    redacted: 'Redacted',
    flagged: 'Flagged',
    pending_approval: 'Pending approval',
  },
  says: {
    intent: (model: string, provider: string) => `Request for ${model} sent to ${provider}`,
    denied: (model: string, reason: string) => `Request for ${model} refused (${reason})`,
    held: (model: string, policies: string) =>
      `Request for ${model} waits for approval (${policies})`,
    outcome: {
      ok: (http: string, ms: string) => `Answered with HTTP ${http} in ${ms} ms`,
      provider_error: (http: string) => `The provider answered with an error, HTTP ${http}`,
      unreachable: () => 'The provider could not be reached',
      truncated: () => 'The provider broke off its answer',
      client_abort: () => 'The client left before the answer was complete',
      timeout: () => 'The provider did not answer in time',
      unknown: () => 'The outcome is not known: Monago stopped before it was recorded',
    },
    tokens: {
      provider: (input: string, output: string) => `${input} tokens in, ${output} out`,
      estimated: (input: string, output: string) => `about ${input} tokens in, ${output} out`,
      unknown: 'tokens not known',
    },
    credential: {
      created: (name: string, provider: string, last4: string) =>
        `Credential ${name} (${provider}) added, key ending in ${last4}`,
      rotated: (name: string, provider: string, last4: string) =>
        `Key of ${name} (${provider}) rotated, new key ending in ${last4}`,
      disabled: (name: string, provider: string) => `Credential ${name} (${provider}) disabled`,
      enabled: (name: string, provider: string) => `Credential ${name} (${provider}) enabled`,
      revoked: (name: string, provider: string, last4: string) =>
        `Credential ${name} (${provider}) revoked, key ending in ${last4} destroyed`,
      rejected: (name: string, provider: string, reason: string) =>
        `Key for ${name} (${provider}) failed validation (${reason})`,
    },
    token: {
      created: (name: string, last4: string) => `API key ${name} created, ending in ${last4}`,
      revoked: (name: string, last4: string) => `API key ${name} revoked, ending in ${last4}`,
    },
    tenantCreated: 'Organisation and first administrator created',
    tenantOpened: 'Organisation opened; it waits for its first administrator',
    tenantInvited: 'New set-up link made for the first administrator',
    user: {
      invited: (id: string) => `Link of the invitation of ${id} made`,
      joined: (id: string) => `${id} joined by an invitation`,
      role_changed: (id: string) => `Role of ${id} changed`,
      disabled: (id: string) => `${id} disabled, sessions ended`,
      enabled: (id: string) => `${id} enabled again`,
    },
    settingsChanged: 'Settings of the organisation changed',
    modelAlias: {
      set: (alias: string, model: string, provider: string) =>
        `Alias ${alias} now stands for ${model} (${provider})`,
      removed: (alias: string, model: string, provider: string) =>
        `Alias ${alias} removed; it stood for ${model} (${provider})`,
    },
    policy: {
      created: (name: string) => `Policy ${name} created`,
      version_added: (name: string, version: string) =>
        `Version ${version} of policy ${name} added`,
      activated: (name: string, version: string) =>
        `Version ${version} of policy ${name} is in force`,
      deactivated: (name: string, version: string) =>
        `Policy ${name} taken out of force; version ${version} was in it`,
      archived: (name: string) => `Policy ${name} archived`,
    },
    approval: {
      approved: (policies: string) => `Request held by ${policies} approved`,
      rejected: (policies: string) => `Request held by ${policies} rejected`,
      expired: (policies: string) => `Nobody acted in time on the request held by ${policies}`,
    },
    inspectionChanged: 'Settings of inspection changed',
    declarationsChanged: 'Lists and calendars for policies changed',
    keyRotation: {
      staged: (to: string) => `Key-encryption key ${to} staged`,
      activated: (to: string) => `Key-encryption key ${to} activated: it wraps from now on`,
      rewrap_started: (to: string) => `Re-wrapping stored keys under ${to} started`,
      rewrapped: (to: string, count: string) => `${count} stored keys wrapped anew under ${to}`,
      verified: (to: string, count: string) => `${count} stored keys verified under ${to}`,
      retired: (to: string) => `Former key-encryption keys retired; ${to} is the only one left`,
    },
    exported: (size: string) => `Log of ${size} entries exported`,
    signedIn: 'Signed in',
    signedOut: 'Signed out',
    signInFailed: (reason: string) => `Sign-in failed (${reason})`,
    times: (count: string) => `${count} times`,
    logOpened: (version: string) => `Audit log opened by Monago ${version}`,
    logContinued: (version: string, size: string, origin: string) =>
      `Audit log opened by Monago ${version}; it follows ${origin}, trusted up to ${size} entries`,
    logHeartbeat: 'Nothing else happened for a while; the log is alive',
    keyRotated: (old: string, next: string) =>
      `Signing key of the log rotated from ${old} to ${next}`,
    anchored: (size: string, where: string) => `Checkpoint of ${size} entries anchored: ${where}`,
    anchors: {
      rfc3161: (place: string) => `time stamp of ${place}`,
      s3: (place: string) => `locked object ${place}`,
      git: (place: string) => `git ${place}`,
      file: (place: string) => `file ${place}`,
      webhook: (place: string) => `sent to ${place}`,
    },
    configured: {
      witnesses: 'Witnesses of the log configured',
      anchors: 'Anchors of the log configured',
      sinks: 'Exports of the log configured',
    },
    selfcheck: {
      verified: (size: string) => `Monago verified ${size} entries of its log, without a finding`,
      tampered: (size: string, findings: string) =>
        `Monago verified ${size} entries of its log and found tampering (${findings} findings)`,
      incomplete: (size: string, findings: string) =>
        `Monago could not verify all of ${size} entries of its log (${findings} findings)`,
    },
    pruned: (below: string, days: string) =>
      `Entries below index ${below} pruned, older than ${days} days; their hashes stay`,
    erased: {
      request: (count: string) => `Content of ${count} entries erased on request`,
      retention: (count: string) => `Content of ${count} entries erased, kept long enough`,
    },
    hold: {
      placed: (whose: string) => `Legal hold placed on entries of ${whose}`,
      released: (whose: string) => `Legal hold released on entries of ${whose}`,
      everybody: 'everybody',
    },
    exportedAs: (size: string, format: string) => `Log of ${size} entries exported as ${format}`,
    read: {
      entries: (range: string) => `Log looked at, index ${range}`,
      entry: (range: string) => `Entry looked at, index ${range}`,
      receipt: (range: string) => `Receipt taken, index ${range}`,
      range: (first: string, last: string) => (first === last ? first : `${first} to ${last}`),
    },
    content: {
      requested: (entry: string) => `Content of ${entry} asked for; a second person decides`,
      approved: (entry: string) => `Look at the content of ${entry} approved`,
      refused: (entry: string) => `Look at the content of ${entry} refused`,
      revealed: (entry: string) => `Content of ${entry} looked at`,
    },
    nodeStarted: (node: string, version: string) => `Node ${node} started with Monago ${version}`,
    noReason: 'no reason recorded',
  },
};
