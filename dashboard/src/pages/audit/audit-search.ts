import { classOfType } from '../../../../src/domain/audit/class-of-type.ts';
import type {
  AuditClass,
  AuditFactType,
  PolicyDecision,
} from '../../../../src/domain/audit/fact.ts';
import { isId } from '../../../../src/domain/ids.ts';

export const auditClasses = ['ai', 'admin', 'auth', 'sys'] as const satisfies readonly AuditClass[];

export const auditDecisions = [
  'allowed',
  'blocked',
  'redacted',
  'flagged',
  'pending_approval',
] as const satisfies readonly PolicyDecision[];

/** Beside the log itself: what is kept outside of it. */
export const evidenceTabs = ['reveals', 'retention', 'holds', 'erasures'] as const;
export type EvidenceTab = (typeof evidenceTabs)[number];

/** What the requests to see content can be narrowed to, in the order of the chips. */
export const revealStates = [
  'requested',
  'approved',
  'revealed',
  'refused',
  'expired',
  'all',
] as const;
export type RevealState = (typeof revealStates)[number];

/** What the legal holds can be narrowed to. */
export const holdStates = ['active', 'released', 'all'] as const;
export type HoldState = (typeof holdStates)[number];

const hourMs = 3_600_000;

/** Presets of the time range, in milliseconds back from now. */
export const rangesMs = {
  '1h': hourMs,
  '24h': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
  '30d': 30 * 24 * hourMs,
} as const;
export type AuditRange = keyof typeof rangesMs;

/** What entries are looked for by; as the address has it: `?class=ai&decision=blocked&range=24h`. */
export interface AuditFilters {
  readonly class?: AuditClass;
  readonly type?: AuditFactType;
  readonly decision?: PolicyDecision;
  readonly actor?: string;
  readonly workspace?: string;
  /** Id of what entries are about. */
  readonly subject?: string;
  readonly request_id?: string;
  /** Back from now; or the next two. */
  readonly range?: AuditRange;
  /** RFC 3339. */
  readonly from?: string;
  /** RFC 3339, exclusive. */
  readonly to?: string;
}

/** What the address of the page holds besides. */
export interface AuditSearch extends AuditFilters {
  /** The log itself unless told. */
  readonly tab?: EvidenceTab;
  /** Which state the list of the tab is narrowed to. */
  readonly show?: RevealState | HoldState;
  /** Requests to see content that were made before this one. */
  readonly older?: string;
  /** Entries with a smaller index than this. */
  readonly before?: number;
  /** Entries with a larger index than this; not beside `before`. */
  readonly after?: number;
  /** Which log of the tenant, where one was frozen and another one follows it; the newest unless told. */
  readonly generation?: number;
  /** Whether the newest page follows the log. */
  readonly live?: 'on';
  /** Id of the entry whose details are open. */
  readonly entry?: string;
}

/** Keeps what is known, drops the rest: an old link still opens. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const tab = evidenceTabs.find((each) => each === search['tab']);
  return tab === undefined ? readLogSearch(search) : readTabSearch(tab, search);
}

/** A tab beside the log has nothing of the filters of the log. */
function readTabSearch(tab: EvidenceTab, search: Record<string, unknown>): AuditSearch {
  const { older, entry } = search;
  const show = shownIn[tab].find((each) => each === search['show']);
  const isPaged = tab === 'reveals' && typeof older === 'string' && isId('rvl', older);
  return {
    tab,
    ...(show === undefined ? {} : { show }),
    ...(isPaged ? { older } : {}),
    ...(isEntry(entry) ? { entry } : {}),
  };
}

const shownIn: Readonly<Record<EvidenceTab, readonly (RevealState | HoldState)[]>> = {
  reveals: revealStates,
  holds: holdStates,
  retention: [],
  erasures: [],
};

function readLogSearch(search: Record<string, unknown>): AuditSearch {
  const { class: className, type, decision, range, live, entry } = search;
  return {
    ...(isAuditClass(className) ? { class: className } : {}),
    ...(isAuditFactType(type) ? { type } : {}),
    ...(isDecision(decision) ? { decision } : {}),
    ...idsIn(search),
    ...(isRange(range) ? { range } : timesIn(search)),
    ...placeIn(search),
    ...(isIndex(search['generation']) ? { generation: Number(search['generation']) } : {}),
    ...(live === 'on' ? { live } : {}),
    ...(isEntry(entry) ? { entry } : {}),
  };
}

function idsIn(search: Record<string, unknown>): AuditFilters {
  const { actor, workspace, subject, request_id: requestId } = search;
  return {
    ...(isSubject(actor) ? { actor } : {}),
    ...(typeof workspace === 'string' && isId('ws', workspace) ? { workspace } : {}),
    ...(isSubject(subject) ? { subject } : {}),
    ...(typeof requestId === 'string' && isId('req', requestId) ? { request_id: requestId } : {}),
  };
}

function timesIn({ from, to }: Record<string, unknown>): AuditFilters {
  return { ...(isTime(from) ? { from } : {}), ...(isTime(to) ? { to } : {}) };
}

function placeIn({ before, after }: Record<string, unknown>): AuditSearch {
  if (isIndex(before)) return { before: Number(before) };
  return isIndex(after) ? { after: Number(after) } : {};
}

/** The filters of a search, without the place within what they find. */
export function filtersOf(search: AuditSearch): AuditFilters {
  const { before: _before, after: _after, generation: _generation, ...rest } = search;
  const { live: _live, entry: _entry, tab: _tab, show: _show, older: _older, ...filters } = rest;
  return filters;
}

/** The filters that the server is asked for. */
export function queryOf(
  { range, ...filters }: AuditFilters,
  nowMs: number,
): Omit<AuditFilters, 'range'> {
  if (range === undefined) return filters;
  return { ...filters, from: new Date(nowMs - rangesMs[range]).toISOString() };
}

/**
 * What somebody who pastes an id looks for: an entry itself, a request, what a person or an application did, or what
 * happened to a thing. Undefined for anything else.
 */
export function searchFor(text: string): AuditSearch | undefined {
  const id = text.trim().toLowerCase();
  if (isId('aud', id)) return { entry: id };
  if (isId('req', id)) return { request_id: id };
  if (isId('usr', id) || isId('tok', id)) return { actor: id };
  if (isId('ws', id)) return { workspace: id };
  return isSubject(id) ? { subject: id } : undefined;
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

export function isRange(text: unknown): text is AuditRange {
  return typeof text === 'string' && Object.hasOwn(rangesMs, text);
}

export function isDecision(text: unknown): text is PolicyDecision {
  return auditDecisions.some((one) => one === text);
}

function isAuditClass(text: unknown): text is AuditClass {
  return auditClasses.some((one) => one === text);
}

function isSubject(id: unknown): id is string {
  return typeof id === 'string' && /^(?:[a-z]{2,4}_[0-9a-f]{32}|monago|unknown)$/.test(id);
}

function isEntry(id: unknown): id is string {
  return typeof id === 'string' && isId('aud', id);
}

function isTime(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

function isIndex(value: unknown): boolean {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isNumeric && Number.isSafeInteger(Number(value)) && Number(value) >= 0;
}
