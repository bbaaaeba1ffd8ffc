import type { Provider } from '../credential/credential.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { AuditedChange, FactBase } from './fact-parts.ts';

/** What becomes of a tenant, of the people in it, and of what they decide for the whole of it. */
export type TenantFact = TenantCreated | TenantOpened | UserFact | SettingsChanged | ModelAliasFact;

interface TenantCreated extends FactBase {
  readonly type: 'tenant.created';
  readonly tenant: TenantId;
  readonly administrator: UserId;
}

/** The operator opened a tenant, or invited its first administrator again; in the platform's log and the tenant's. */
interface TenantOpened extends FactBase {
  readonly type: 'tenant.opened' | 'tenant.invited';
  readonly tenant: TenantId;
}

interface SettingsChanged extends FactBase {
  readonly type: 'settings.changed';
  readonly changes: readonly AuditedChange[];
}

/** A name of the tenant's own for a model. */
export interface ModelAliasFact extends FactBase {
  readonly type: 'model_alias.set' | 'model_alias.removed';
  readonly alias: string;
  readonly provider: Provider;
  /** As the provider names it. */
  readonly model: string;
  readonly changes: readonly AuditedChange[];
}

/** What became of somebody in their tenant; by id alone, as names and addresses of people never enter the leaf. */
export interface UserFact extends FactBase {
  readonly type:
    | 'user.invited'
    | 'user.joined'
    | 'user.role_changed'
    | 'user.disabled'
    | 'user.enabled';
  readonly user: UserId;
  readonly changes: readonly AuditedChange[];
}
