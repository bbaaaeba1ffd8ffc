import type { DeploymentMode } from '../domain/access/role.ts';
import type { Provider } from '../domain/credential/credential.ts';
import type { ContentReader } from '../ports/audit-content.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { Directory } from '../ports/directory.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { ProviderClient } from '../ports/provider.ts';
import type { Random } from '../ports/random.ts';
import type { TenantRegistry } from '../ports/tenant-registry.ts';
import type { TokenIssuer, TokenVerifier } from '../ports/token-service.ts';
import type { AuditReader, SessionStore, UnitOfWork } from '../ports/unit-of-work.ts';
import type { InvitationLookup } from '../ports/users.ts';
import { ValidationLimit } from './ai-providers/validation-limit.ts';
import { ProgramLimit } from './api-keys/program-limit.ts';
import { ReadLog } from './audit/read-log.ts';
import { FailedSignIns } from './session/failed-sign-ins.ts';
import { SignInThrottle } from './session/sign-in-throttle.ts';

/** What the control plane needs from the world. */
export interface ControlPorts {
  readonly mode: DeploymentMode;
  readonly unitOfWork: UnitOfWork;
  readonly tenants: TenantRegistry;
  readonly sessions: SessionStore;
  readonly invitations: InvitationLookup;
  readonly auditLog: AuditLog;
  readonly auditReader: AuditReader;
  readonly contentReader: ContentReader;
  readonly vault: KeyVault;
  /** A provider without a client cannot be connected yet. */
  readonly providers: Readonly<Partial<Record<Provider, ProviderClient>>>;
  readonly tokens: TokenIssuer;
  readonly tokenVerifier: TokenVerifier;
  /** Which API keys there are. */
  readonly directory: Pick<Directory, 'isFresh' | 'token'>;
  readonly passwords: PasswordHasher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Version of Monago. */
  readonly productVersion: string;
}

/** The ports and what the plane remembers in memory: the use of every use case. */
export interface Control extends ControlPorts {
  readonly validationLimit: ValidationLimit;
  readonly signInThrottle: SignInThrottle;
  readonly failedSignIns: FailedSignIns;
  readonly readLog: ReadLog;
  readonly programLimit: ProgramLimit;
}

export function createControl(ports: ControlPorts): Control {
  return {
    ...ports,
    validationLimit: new ValidationLimit(ports.clock),
    signInThrottle: new SignInThrottle(ports.clock),
    failedSignIns: new FailedSignIns(ports),
    readLog: new ReadLog(ports),
    programLimit: new ProgramLimit(ports.clock),
  };
}
