import type { EmulatedAccessKey, EmulatedApiKey } from '../../emulator/bedrock/account.ts';
import type { SeenRequest } from '../../emulator/server/request-log.ts';
import { callOf, type Gate, type Plan } from './gate.ts';
import { saying } from './gateway-drives.ts';
import type { GatewayTarget } from './gateway-targets.ts';
import { emulatorOf, type KeyKind, keyKinds, newCredential, type TypedKey } from './key-kinds.ts';
import { faultsOf, type KeyFault } from './provider-faults.ts';
import type { Call, Reply } from './recorder.ts';

/** The account at the emulated AWS; what is added to it is accepted from then on. */
export interface AcceptedAwsKeys {
  readonly accessKeys: EmulatedAccessKey[];
  readonly apiKeys: EmulatedApiKey[];
}

/** Stores a key that its provider accepts. It is the newest of its provider, so requests use it from now on. */
export async function storeKey(
  kind: KeyKind,
  gate: Gate,
  { accessKeys, apiKeys }: AcceptedAwsKeys,
): Promise<TypedKey> {
  const key = kind.type(gate, 'api_key, stored');
  const { api_key, access_key_id, secret_access_key, session_token } = key.fields;
  if (access_key_id !== undefined && secret_access_key !== undefined) {
    accessKeys.push({
      accessKeyId: access_key_id,
      secretAccessKey: secret_access_key,
      ...(session_token === undefined ? {} : { sessionToken: session_token }),
    });
  } else if (api_key !== undefined) {
    apiKeys.push({ key: api_key });
  }
  const body = newCredential({ kind, key, prefix: '' }, gate);
  const reply = await gate.post('/api/credentials', body);
  if (reply.status !== 201) throw new Error(`${kind.name}: ${reply.body.toString('utf8')}`);
  gate.remember(`${kind.name} id`, String(reply.json()['id']));
  return key;
}

/** Sends a request through each row of the gateway under each fault of its provider, all of one row at once. */
export async function failRequests(
  targets: readonly GatewayTarget[],
  gate: Gate,
  account: AcceptedAwsKeys,
): Promise<number> {
  let sent = 0;
  for (const kind of keyKinds) {
    const key = await storeKey(kind, gate, account);
    for (const target of targetsFor(kind, targets)) {
      const attempts = faultsOf(kind.provider).flatMap((fault) =>
        streamsOf(target).map((isStream) => ({ kind, key, target, fault, isStream })),
      );
      await Promise.all(attempts.map((attempt) => failRequest(attempt, gate)));
      await leaveEarly({ kind, target }, gate);
      sent += attempts.length + 1;
    }
  }
  return sent;
}

/** Other kinds of keys of one provider differ in how they are sent and not in what becomes of an answer. */
function targetsFor(kind: KeyKind, targets: readonly GatewayTarget[]): GatewayTarget[] {
  const isFirst = keyKinds.find(({ provider }) => provider === kind.provider) === kind;
  return targets.filter(
    ({ provider, isTranslated }) => provider === kind.provider && (isFirst || !isTranslated),
  );
}

/** Whether the body is asked to be streamed; where it has no say, nothing is written into it. */
function streamsOf({ endpoint }: GatewayTarget): readonly (boolean | undefined)[] {
  return endpoint.isStream === undefined ? [false, true] : [undefined];
}

interface FailingRequest {
  readonly kind: KeyKind;
  readonly key: TypedKey;
  readonly target: GatewayTarget;
  readonly fault: KeyFault;
  readonly isStream: boolean | undefined;
}

async function failRequest(failing: FailingRequest, gate: Gate): Promise<Reply> {
  const { kind, key, target, fault, isStream } = failing;
  const mark = `attempt=${gate.newName().replace(' ', '-')}.`;
  const plan = await target.drive.plan(gate);
  emulatorOf(kind, gate.site).script({
    ...fault.fault(key.sent),
    // A fault of the connection is tried twice.
    times: 2,
    when: (request) => isMarked(request, mark),
  });
  return gate.probe(markedCall({ target, plan, mark, isStream }, gate));
}

const leaveAfterMs = 250;

/** A caller who hangs up in the middle of the answer. */
async function leaveEarly(
  { kind, target }: Pick<FailingRequest, 'kind' | 'target'>,
  gate: Gate,
): Promise<void> {
  const mark = `attempt=left-${gate.newName().replace(' ', '-')}.`;
  const plan = await target.drive.plan(gate);
  emulatorOf(kind, gate.site).script({
    hang: 'mid-stream',
    when: (request) => isMarked(request, mark),
  });
  const call = markedCall({ target, plan, mark, isStream: undefined }, gate);
  await gate.probe({ ...call, leaveAfterMs });
}

interface MarkedRequest {
  readonly target: GatewayTarget;
  readonly plan: Plan;
  readonly mark: string;
  readonly isStream: boolean | undefined;
}

/** The mark is in the address and in what the model is asked: a request that is written anew has no query. */
function markedCall({ target, plan, mark, isStream }: MarkedRequest, gate: Gate): Call {
  const call = callOf(target.endpoint, plan, target.drive.headers(gate));
  const path = `${call.path}?${mark}`;
  if (typeof call.body !== 'string') return { ...call, path };
  const stream = isStream === undefined ? {} : { stream: isStream };
  const body: unknown = JSON.parse(call.body.replaceAll(saying, mark));
  return { ...call, path, body: JSON.stringify({ ...Object(body), ...stream }) };
}

function isMarked({ path, body }: SeenRequest, mark: string): boolean {
  return path.includes(mark) || body.includes(mark);
}
