import type { UserId } from '../ids.ts';
import type { AuditedChange, FactBase } from './fact-parts.ts';

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
