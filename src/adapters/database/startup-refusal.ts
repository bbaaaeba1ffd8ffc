/** Why Monago will not start on a database; the operator's scripts may tell them apart. */
export type RefusalReason =
  | 'unsupported_platform'
  | 'no_service_account'
  | 'data_dir_in_use'
  | 'data_dir_unusable'
  | 'embedded_failed'
  | 'database_unreachable'
  | 'server_too_old'
  | 'not_durable'
  | 'in_recovery'
  | 'roles_missing'
  | 'roles_too_powerful'
  | 'migration_changed'
  | 'migration_failed'
  | 'database_newer'
  | 'super_admin_on_premise';

/** Thrown only while starting; the message is written for the operator and says what to do. */
export class StartupRefusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartupRefusal';
    this.reason = reason;
  }
}
