import { classOfType } from '../../../../src/domain/audit/class-of-type.ts';
import type { AuditClass, AuditFactType } from '../../../../src/domain/audit/fact.ts';
import { isId } from '../../../../src/domain/ids.ts';

export const auditClasses = ['ai', 'admin', 'auth', 'sys'] as const satisfies readonly AuditClass[];

/** What the address of the page holds: `?class=ai&type=ai.request.denied&before=120&entry=aud_…`. */
export interface AuditSearch {
  readonly class?: AuditClass;
  readonly type?: AuditFactType;
  /** Entries with a smaller index than this. */
  readonly before?: number;
  /** Id of the entry whose details are open. */
  readonly entry?: string;
}

/** Keeps what is known, drops the rest: an old link still opens. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const { class: className, type, before, entry } = search;
  return {
    ...(isAuditClass(className) ? { class: className } : {}),
    ...(isAuditFactType(type) ? { type } : {}),
    ...(isIndex(before) ? { before: Number(before) } : {}),
    ...(typeof entry === 'string' && isId('aud', entry) ? { entry } : {}),
  };
}

export function isAuditFactType(type: unknown): type is AuditFactType {
  return typeof type === 'string' && Object.hasOwn(classOfType, type);
}

/** The event types of one class, or all of them, in the order of the format. */
export function typesOf(className: AuditClass | undefined): readonly AuditFactType[] {
  return Object.keys(classOfType)
    .filter(isAuditFactType)
    .filter((type) => className === undefined || classOfType[type] === className);
}

function isAuditClass(text: unknown): text is AuditClass {
  return auditClasses.some((one) => one === text);
}

function isIndex(value: unknown): boolean {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isNumeric && Number.isSafeInteger(Number(value)) && Number(value) >= 0;
}
