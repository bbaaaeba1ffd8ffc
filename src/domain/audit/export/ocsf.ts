import { parseTime } from '../time.ts';
import {
  type Entity,
  entityOf,
  hasSucceeded,
  type Operation,
  operationOf,
  type Severity,
  severityOf,
} from './classify.ts';
import type { LoggedEntry } from './logged-entry.ts';
import { type AiCall, aiCallOf } from './ocsf-call.ts';

/** Version of the schema that the events follow (schema.ocsf.io). */
const schemaVersion = '1.8.0';

const severityId: Readonly<Record<Severity, number>> = {
  informational: 1,
  low: 2,
  medium: 3,
  high: 4,
  critical: 5,
};

interface EventClass {
  readonly category: number;
  readonly class: number;
  readonly activity: number;
  readonly activityName: string;
}

/** Activities of Entity Management (3004); what it has no number for is "Other". */
const entityActivity: Readonly<Partial<Record<Operation, readonly [number, string]>>> = {
  create: [1, 'Create'],
  read: [2, 'Read'],
  update: [3, 'Update'],
  delete: [4, 'Delete'],
  enable: [8, 'Enable'],
  disable: [9, 'Disable'],
};

const otherActivity = 99;

/**
 * One event of the Open Cybersecurity Schema Framework: calls to models are API Activity (6003) with the profile
 * `ai_operation`, sign-ins are Authentication (3002), a log that does not verify is a Detection Finding (2004), and
 * what people decide is Entity Management (3004). The whole body and the place in the log are under `unmapped`.
 */
export function toOcsf(entry: LoggedEntry, productVersion: string): Record<string, unknown> {
  const { leaf, leafHash, body } = entry;
  const kind = classOf(entry);
  const call = aiCallOf(body);
  return {
    category_uid: kind.category,
    class_uid: kind.class,
    activity_id: kind.activity,
    activity_name: kind.activityName,
    type_uid: kind.class * 100 + kind.activity,
    time: Math.floor(parseTime(leaf.time) / 1000),
    severity_id: severityId[severityOf(body)],
    status_id: hasSucceeded(body) ? 1 : 2,
    message: body.type,
    actor: { user: { uid: body.actor.id, type: body.actor.type } },
    metadata: {
      version: schemaVersion,
      uid: body.id,
      event_code: body.type,
      log_name: leaf.origin,
      log_provider: body.node,
      sequence: leaf.index,
      original_time: body.obs_time,
      ...(body.request_id === undefined ? {} : { correlation_uid: body.request_id }),
      product: { name: 'Monago', vendor_name: 'Monago', version: productVersion },
      ...(call === undefined ? {} : { profiles: ['ai_operation'] }),
    },
    ...partsOf(entry, call),
    unmapped: { monago: { log: leaf.origin, index: leaf.index, leaf_hash: leafHash, body } },
  };
}

function classOf({ body }: LoggedEntry): EventClass {
  const operation = operationOf(body);
  if (operation === 'invoke') {
    return { category: 6, class: 6003, activity: otherActivity, activityName: 'Invoke' };
  }
  if (operation === 'sign_in') {
    return { category: 3, class: 3002, activity: 1, activityName: 'Logon' };
  }
  if (operation === 'sign_out') {
    return { category: 3, class: 3002, activity: 2, activityName: 'Logoff' };
  }
  if (body.type === 'log.selfcheck' && body.verdict === 'tampered') {
    return { category: 2, class: 2004, activity: 1, activityName: 'Create' };
  }
  const [activity, activityName] = entityActivity[operation] ?? [otherActivity, body.type];
  return { category: 3, class: 3004, activity, activityName };
}

/** The attributes that only events of this class have. */
function partsOf(entry: LoggedEntry, call: AiCall | undefined): Record<string, unknown> {
  const { leaf, body } = entry;
  if (call !== undefined) return { ...call, src_endpoint: { uid: body.actor.id } };
  if (leaf.class === 'auth') {
    return {
      user: { uid: body.actor.id, type: body.actor.type },
      service: { name: 'Monago' },
      ...('reason' in body ? { status_detail: body.reason } : {}),
      ...('count' in body ? { count: body.count } : {}),
    };
  }
  if (body.type === 'log.selfcheck' && body.verdict === 'tampered') {
    return { finding_info: { uid: body.id, title: 'The audit log does not verify' } };
  }
  return { entity: managedEntity(entityOf(body), leaf.origin) };
}

function managedEntity(entity: Entity | undefined, origin: string): Record<string, unknown> {
  if (entity === undefined) return { uid: origin, type: 'Audit log', type_id: otherActivity };
  const { id, kind, name, version } = entity;
  return {
    uid: id,
    type: kind,
    type_id: typeIds[kind] ?? otherActivity,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version: String(version) }),
  };
}

const typeIds: Readonly<Record<string, number>> = { User: 2, Tenant: 4, Policy: 5 };
