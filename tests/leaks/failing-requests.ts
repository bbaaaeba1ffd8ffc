import type { EmulatedAccessKey, EmulatedApiKey } from '../../emulator/bedrock/account.ts';
import { callOf, type Gate, type Target } from './gate.ts';
import { emulatorOf, type KeyKind, keyKinds, newCredential, type TypedKey } from './key-kinds.ts';
import { type KeyFault, keyFaults } from './provider-faults.ts';
import type { Reply } from './recorder.ts';

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

/** Sends a request through each row of the gateway under each fault of the provider, all of one row at once. */
export async function failRequests(
  targets: readonly Target[],
  gate: Gate,
  account: AcceptedAwsKeys,
): Promise<number> {
  let sent = 0;
  for (const kind of keyKinds) {
    const key = await storeKey(kind, gate, account);
    for (const target of targets) {
      // Only this row picks the provider by the model; the others are OpenAI's.
      if (kind.provider !== 'openai' && target.name !== 'chat.completions') continue;
      await Promise.all(
        keyFaults.flatMap((fault) => [
          failRequest({ kind, key, target, fault, isStream: false }, gate),
          failRequest({ kind, key, target, fault, isStream: true }, gate),
        ]),
      );
      await leaveEarly(target, gate);
      sent += 2 * keyFaults.length + 1;
    }
  }
  return sent;
}

interface FailingRequest {
  readonly kind: KeyKind;
  readonly key: TypedKey;
  readonly target: Target;
  readonly fault: KeyFault;
  readonly isStream: boolean;
}

async function failRequest(failing: FailingRequest, gate: Gate): Promise<Reply> {
  const { kind, key, target, fault, isStream } = failing;
  const mark = `attempt=${gate.newName().replace(' ', '-')}.`;
  const plan = await target.drive.plan(gate);
  const body = Buffer.isBuffer(plan.body)
    ? plan.body
    : { ...plan.body, stream: isStream, ...modelFor(kind) };
  emulatorOf(kind, gate.site).script({
    ...fault.fault(key.sent),
    times: 2,
    when: ({ path }) => path.includes(mark),
  });
  const call = callOf(target.endpoint, { ...plan, body }, target.drive.headers(gate));
  return gate.probe({ ...call, path: `${call.path}?${mark}` });
}

const leaveAfterMs = 250;

/** A caller who hangs up in the middle of the answer. */
async function leaveEarly({ endpoint, drive }: Target, gate: Gate): Promise<void> {
  const mark = `attempt=left-${gate.newName().replace(' ', '-')}.`;
  gate.site.openai.script({ hang: 'mid-stream', when: ({ path }) => path.includes(mark) });
  const call = callOf(endpoint, await drive.plan(gate), drive.headers(gate));
  await gate.probe({ ...call, path: `${call.path}?${mark}`, leaveAfterMs });
}

function modelFor({ provider, model }: KeyKind): { model?: string } {
  return provider === 'openai' ? {} : { model };
}
