import type { CredentialView } from '../../../../src/contract/schemas.ts';
import type { Permission } from '../../../../src/domain/access/role.ts';
import { call, type Input } from '../../api/client.ts';

type NewCredential = Input<'credential.add'>[0]['body'];
type Rotation = Input<'credential.rotate'>[0]['body'];

/** Whose credentials a page is about. The tenant's and the platform's are the same rows of the contract twice. */
export interface CredentialScope {
  readonly whose: 'tenant' | 'platform';
  readonly write: Permission;
  add(body: NewCredential): Promise<CredentialView>;
  rotate(id: string, body: Rotation): Promise<CredentialView>;
  disable(id: string): Promise<CredentialView>;
  enable(id: string): Promise<CredentialView>;
  revoke(id: string, confirmName: string): Promise<CredentialView>;
}

export const tenantCredentials: CredentialScope = {
  whose: 'tenant',
  write: 'credential.write',
  add: (body) => call('credential.add', { body }),
  rotate: (id, body) => call('credential.rotate', { params: { id }, body }),
  disable: (id) => call('credential.disable', { params: { id } }),
  enable: (id) => call('credential.enable', { params: { id } }),
  revoke: (id, name) => call('credential.revoke', { params: { id }, body: { confirm_name: name } }),
};

export const platformCredentials: CredentialScope = {
  whose: 'platform',
  write: 'platform_credential.write',
  add: (body) => call('platform_credential.add', { body }),
  rotate: (id, body) => call('platform_credential.rotate', { params: { id }, body }),
  disable: (id) => call('platform_credential.disable', { params: { id } }),
  enable: (id) => call('platform_credential.enable', { params: { id } }),
  revoke: (id, name) =>
    call('platform_credential.revoke', { params: { id }, body: { confirm_name: name } }),
};
