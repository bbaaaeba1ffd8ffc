import type { CredentialView } from '../../../../src/contract/schemas.ts';

type FaultCode = NonNullable<CredentialView['last_error']>['code'];

/** What a provider, or the way to it, did: a word for the row and a sentence for who wants to know. */
const faults: Record<FaultCode, { word: string; why: string }> = {
  rejected: {
    word: 'Key rejected',
    why: 'The provider does not accept the key any more. Rotate it.',
  },
  forbidden: {
    word: 'Permission missing',
    why: 'The provider knows the key, but the key may not do what was asked.',
  },
  billing: {
    word: 'Billing problem',
    why: 'The provider refuses requests until the account’s billing is in order.',
  },
  rate_limited: {
    word: 'Rate limited',
    why: 'The provider’s rate limit or quota for this key was reached.',
  },
  provider_error: { word: 'Provider error', why: 'The provider failed to answer the request.' },
  unreachable: { word: 'Unreachable', why: 'The provider could not be reached.' },
  blocked: {
    word: 'Address not allowed',
    why: 'The provider’s address is not one that Monago may call.',
  },
  timeout: { word: 'Timed out', why: 'The provider did not answer in time.' },
  broken: { word: 'Answer cut off', why: 'The provider broke off its answer.' },
};

export const enProviders = {
  title: 'AI Providers',
  intro:
    'Your own provider keys. They are stored encrypted and used only to forward your requests.',
  add: 'Add provider',
  provider: 'Provider',
  name: 'Credential name',
  apiKey: 'API key',
  apiKeyHint: (name: string) => `The key that ${name} issued to your organisation.`,
  keyKind: 'Kind of key',
  accessKey: 'Access key',
  bedrockApiKey: 'Bedrock API key',
  parts: {
    access_key_id: 'Access key ID',
    secret_access_key: 'Secret access key',
    session_token: 'Session token',
  },
  sessionToken: 'Session token (optional)',
  sessionTokenHint: 'Only for temporary credentials.',
  region: 'Region',
  regionHint: 'The AWS region whose models you use, for example ap-southeast-3.',
  regionUnknown: 'This is not the name of an AWS region.',
  baseUrl: 'Base URL (optional)',
  baseUrlHint: (url: string) => `Leave empty for ${url}`,
  baseUrlOfRegion: 'Leave empty for the region’s own endpoints of AWS.',
  baseUrlRotation: 'The key is bound to its address, so both can only change together.',
  submit: 'Add credential',
  validating: 'Validating key…',
  keyWhitespace: 'Invalid API key: it begins or ends with a space. Remove the space and try again.',
  showOnce: 'Copy your API key',
  showOnceWarning: 'This key is shown only now. Monago never shows it again.',
  iHaveCopied: 'I have copied the API key.',
  wiped: 'The key was removed from this page. It stays stored and keeps working.',
  limited: 'Limited',
  limitedTitle: 'The key works, but it is limited',
  limitedWhy: {
    openai:
      'OpenAI recognises the key but does not let it list models. Requests for the models that it may use work.',
    anthropic:
      'Anthropic recognises the key but does not let it list models. Requests for the models that it may use work.',
    bedrock:
      'AWS recognises the key but does not let it list foundation models. The permission to invoke models is all that requests need.',
  },
  columns: {
    name: 'Name',
    provider: 'Provider',
    key: 'Key',
    status: 'Status',
    used: 'Last used',
    created: 'Created',
    actions: 'Actions',
  },
  status: { active: 'Active', disabled: 'Disabled', revoked: 'Revoked' },
  inUse: 'In use',
  inUseWhy: 'Requests use this credential: it is the newest active one of its provider.',
  neverUsed: 'Never',
  rotated: 'rotated',
  oldKeyInUse: 'Old key still in use',
  oldKeyInUseWhy:
    'A request that began before the rotation may still be running with the old key. Do not revoke it at the provider yet.',
  oldKeyFree: 'Old key safe to revoke',
  oldKeyFreeWhy:
    'No running request uses the old key any more. It is safe to revoke at the provider.',
  faults,
  faultStatus: (why: string, status: string) => `${why} HTTP ${status}.`,
  rotate: 'Rotate key',
  disable: 'Disable',
  enable: 'Enable',
  revoke: 'Revoke',
  noActions: 'No actions: a revoked credential is final',
  rotateTitle: (name: string) => `Rotate the key of ${name}`,
  rotateText:
    'The new key is validated first. Requests keep working: each one that begins after the swap uses the new key.',
  rotateCurrent: 'Current key',
  newKey: 'New API key',
  rotateSubmit: 'Rotate key',
  rotateAdvice:
    'Revoke the old key at the provider a day from now. The list of credentials says when no running request needs it any more.',
  revokeTitle: (name: string) => `Revoke ${name}`,
  revokeText:
    'The stored key is destroyed and cannot be restored. Requests that need it fail unless another credential of the provider is active.',
  revokeConfirm: (name: string) => `Type ${name} to confirm`,
  revokeMismatch: 'The name does not match. Capital and small letters count.',
  emptyTitle: 'No provider connected yet',
  emptyText:
    'Add your organisation’s key of OpenAI, Anthropic or AWS Bedrock to send the first governed request.',
  noMatch: 'No credential matches these filters',
  filterProvider: 'Filter by provider',
  filterStatus: 'Filter by status',
  count: (shown: number, all: number) =>
    shown === all
      ? `${all} ${all === 1 ? 'credential' : 'credentials'}`
      : `${shown} of ${all} credentials`,
};
