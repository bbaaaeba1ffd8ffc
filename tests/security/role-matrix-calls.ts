import type { Endpoint } from '../../src/contract/endpoint.ts';
import type { ControlEndpointName } from '../../src/contract/endpoints.ts';

const nobody = '0'.repeat(32);

/** What each endpoint is asked with in the matrix: well formed, so that only the caller decides. Every row has one. */
export const matrixCalls: Readonly<
  Record<ControlEndpointName, { readonly id?: string; readonly body?: object }>
> = {
  'setup.state': {},
  'setup.complete': {
    body: {
      token: 'x',
      organisation: 'x',
      name: 'x',
      email: 'x@bank.example',
      password: 'a long enough passphrase',
    },
  },
  'session.create': { body: { email: 'x@bank.example', password: 'x' } },
  'session.read': {},
  'session.end': {},
  'credential.list': {},
  'credential.add': { body: { provider: 'openai', name: 'matrix', api_key: 'x'.repeat(40) } },
  'credential.rotate': { id: `cred_${nobody}`, body: { api_key: 'x'.repeat(40) } },
  'credential.disable': { id: `cred_${nobody}` },
  'credential.enable': { id: `cred_${nobody}` },
  'credential.revoke': { id: `cred_${nobody}`, body: { confirm_name: 'x' } },
  'settings.read': {},
  'settings.update': { body: { credential_fallback: 'never' } },
  'model_alias.list': {},
  'model_alias.set': { body: { alias: 'matrix', provider: 'openai', model: 'gpt-4o' } },
  'model_alias.remove': { id: 'matrix' },
  'policy.list': {},
  'policy.read': { id: `pol_${nobody}` },
  'policy.versions': { id: `pol_${nobody}` },
  'policy.create': { body: { document: 'name: matrix-policy\neffect: deny\n' } },
  'policy.add_version': {
    id: `pol_${nobody}`,
    body: { document: 'name: matrix-policy\neffect: deny\n' },
  },
  'policy.check': { body: { documents: [] } },
  'policy.simulate': { body: { audit_id: `aud_${nobody}` } },
  'policy.backtest': { body: { documents: [], since: '2026-01-01T00:00:00Z' } },
  'policy.activate': { id: `pol_${nobody}`, body: { number: 1, reason: 'matrix' } },
  'policy.deactivate': { id: `pol_${nobody}`, body: { reason: 'matrix' } },
  'policy.archive': { id: `pol_${nobody}` },
  'approval.list': {},
  'approval.read': { id: `apr_${nobody}` },
  'approval.decide': { id: `apr_${nobody}`, body: { decision: 'reject', reason: 'matrix' } },
  'inspection.read': {},
  'inspection.update': { body: { names: false } },
  'declarations.read': {},
  'declarations.update': { body: { document: 'lists: {matrix: [x]}\n' } },
  'user.list': {},
  'user.invite': { body: { email: 'matrix@bank.example', role: 'auditor' } },
  'user.invite_again': { id: `usr_${nobody}` },
  'user.change_role': { id: `usr_${nobody}`, body: { role: 'auditor' } },
  'user.disable': { id: `usr_${nobody}` },
  'user.enable': { id: `usr_${nobody}` },
  'invitation.read': { body: { token: 'x' } },
  'invitation.accept': {
    body: { token: 'x', name: 'x', password: 'a long enough passphrase' },
  },
  'tenant.list': {},
  'tenant.create': { body: { name: 'matrix' } },
  'tenant.invite': { id: `ten_${nobody}` },
  'platform_credential.list': {},
  'platform_credential.add': {
    body: { provider: 'openai', name: 'matrix', api_key: 'x'.repeat(40) },
  },
  'platform_credential.rotate': { id: `cred_${nobody}`, body: { api_key: 'x'.repeat(40) } },
  'platform_credential.disable': { id: `cred_${nobody}` },
  'platform_credential.enable': { id: `cred_${nobody}` },
  'platform_credential.revoke': { id: `cred_${nobody}`, body: { confirm_name: 'x' } },
  'workspace.list': {},
  'token.list': {},
  'token.create': { body: { name: 'matrix' } },
  'token.revoke': { id: `tok_${nobody}` },
  'audit.head': {},
  'audit.list': {},
  'audit.entry': { id: `aud_${nobody}` },
  'audit.file': { id: 'x' },
  'audit.export': {},
};

export function urlOf({ path }: Pick<Endpoint, 'path'>, id: string | undefined): string {
  return path.replace(/\{\w+\}/, id ?? '');
}
