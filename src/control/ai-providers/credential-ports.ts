import type { Control } from '../control.ts';

/** What keeping keys needs; less than the whole plane, so that the command line can do it too. */
export type CredentialPorts = Pick<
  Control,
  'unitOfWork' | 'auditLog' | 'vault' | 'providers' | 'clock' | 'random' | 'validationLimit'
>;
