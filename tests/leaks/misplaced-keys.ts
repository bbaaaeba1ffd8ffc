import type { Endpoint } from '../../src/contract/endpoint.ts';
import { type CanaryKind, canaryKinds } from './canary.ts';
import { callOf, type Gate, type Plan, pathOf, type Target } from './gate.ts';
import type { Call } from './recorder.ts';

type Calls = AsyncGenerator<Call>;

const oversizeBytes = 300_000;
// The log writes together what comes together. Other rows are asked one by one, for some of them count.
const promptsAtOnce = 32;
const otherMethods = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const;
/** What Monago keeps as it was typed: here even a limit on validations must not stand in the way. */
const keptMembers = new Set([
  'name',
  'base_url',
  'region',
  'organisation',
  'email',
  'model',
  'alias',
]);

/** What requests may have beside what the example has; what is in them, an error may repeat. */
const membersOfPrompts = ['system', 'tools', 'tool_choice', 'metadata', 'response_format', 'stop'];

/**
 * Sends keys to where they do not belong: into every member of the body, the query, the path and the headers of one
 * route, into bodies that cannot be read, and with other methods. What Monago answers does not matter, only that it
 * answers, and what it keeps.
 */
export async function misplaceKeys(target: Target, gate: Gate): Promise<number> {
  let sent = await misplaceInMembers(target, gate);
  for (const make of [inPathAndQuery, inHeaders, inBrokenBodies, withOtherMethods]) {
    for await (const call of make(target, gate)) {
      const reply = await gate.probe(call);
      if (reply.status === 0) throw new Error(`${target.name} gave no answer to ${call.path}`);
      sent += 1;
    }
  }
  return sent;
}

function harmlessPlan({ drive }: Target, gate: Gate): Plan | Promise<Plan> {
  return drive.harmless?.(gate) ?? drive.plan(gate);
}

/**
 * Every kind of key in every member: what looks like a name to one reader is a key to another.
 * @param kinds fewer, where the same members have been through all of them on another way
 */
export async function misplaceInMembers(
  target: Target,
  gate: Gate,
  kinds: readonly CanaryKind[] = canaryKinds,
): Promise<number> {
  const { body } = await harmlessPlan(target, gate);
  let sent = 0;
  for (const member of membersOf(target.endpoint, body)) {
    const isRepeated = target.drive.repeats?.includes(member);
    const canaries = kinds.map((kind) =>
      gate.mint.misplace(kind, `${member} of ${target.name}`, isRepeated),
    );
    const values = canaries.flatMap(({ text }) => disguises(member, text, gate));
    const atOnce = target.endpoint.access === 'inference' ? promptsAtOnce : 1;
    for (let at = 0; at < values.length; at += atOnce) {
      const batch = values.slice(at, at + atOnce);
      const replies = await Promise.all(
        batch.map((value) => sendMember(target, { member, value }, gate)),
      );
      if (replies.some(({ status }) => status === 0)) {
        throw new Error(`${target.name} gave no answer to a ${member}`);
      }
    }
    sent += values.length;
  }
  return sent;
}

async function sendMember(
  target: Target,
  { member, value }: { member: string; value: unknown },
  gate: Gate,
) {
  const plan = await harmlessPlan(target, gate);
  const body = Buffer.isBuffer(plan.body) ? plan.body : { ...plan.body, [member]: value };
  const call = callOf(target.endpoint, { ...plan, body }, target.drive.headers(gate));
  return keptMembers.has(member) ? gate.sendPastLimits(call) : gate.probe(call);
}

/** Members of the example and of the schema, and one that nobody knows. */
function membersOf(endpoint: Endpoint, example: Plan['body']): Set<string> {
  if (example === undefined || Buffer.isBuffer(example)) return new Set();
  const schema = endpoint.body !== undefined && 'shape' in endpoint.body ? endpoint.body.shape : {};
  const known = typeof schema === 'object' && schema !== null ? Object.keys(schema) : [];
  const asked = endpoint.access === 'inference' ? membersOfPrompts : [];
  return new Set([...Object.keys(example), ...known, ...asked, 'unknown_member']);
}

function disguises(member: string, key: string, { site }: Gate): unknown[] {
  switch (member) {
    case 'base_url':
      return baseUrls(key, new URL(site.openai.url).host);
    case 'email':
      return [key, `${key}@bank.example`, `sri+${key}@bank.example`];
    case 'messages':
      return [key, ...messages(key)];
    case 'tools':
      return [
        [{ type: key }],
        [{ type: 'function', function: { name: key, [key]: key } }],
        [{ name: 'find', input_schema: { [key]: key } }],
      ];
    case 'name':
    case 'organisation':
      return [key, ` ${key} `, `${key}\n`, `my key ${key}`];
    default:
      return [key, `${key}\n`, [key], { [key]: key }];
  }
}

function messages(key: string): unknown[] {
  const part = (content: unknown) => [{ role: 'user', content: [content] }];
  return [
    [{ role: 'user', content: key }],
    [{ role: key }],
    [{ role: 'user', content: 'Hello', [key]: key }],
    part({ text: key }),
    part({ type: key }),
    part({ type: 'text', text: 'Hello', [key]: key }),
    part({ type: 'image_url', image_url: { url: key } }),
    part({ type: 'image', source: { type: key } }),
    part({ [key]: { text: key } }),
  ];
}

function baseUrls(key: string, host: string): string[] {
  const encoded = encodeURIComponent(key);
  return [
    key,
    `http://${host}/${key.replaceAll('/', '')}/v1`,
    `http://${host}/${encoded}/v1`,
    `http://${encoded}@${host}/v1`,
    `http://someone:${encoded}@${host}/v1`,
    `http://${host}/v1?api_key=${encoded}`,
    `http://${host}/v1#${key}`,
    `https://${key.slice(0, 50).replace(/[^A-Za-z0-9]/g, 'x')}.invalid/v1`,
  ];
}

async function* inPathAndQuery(target: Target, gate: Gate): Calls {
  const { name, endpoint, drive } = target;
  const key = () =>
    encodeURIComponent(gate.mint.misplace('custom.api_key', `address of ${name}`).text);
  const plan = await harmlessPlan(target, gate);
  const headers = drive.headers(gate);
  const call = callOf(endpoint, plan, headers);
  const path = pathOf(endpoint, plan.params);
  for (const param of Object.keys(plan.params ?? {})) {
    const long = gate.mint.misplace('bedrock.session_token', `address of ${name}`).text;
    for (const id of [gate.mint.misplace('custom.api_key', `address of ${name}`).text, long]) {
      yield callOf(endpoint, { ...plan, params: { ...plan.params, [param]: id } }, headers);
    }
  }
  for (const member of ['key', 'api_key', ...queryMembers(endpoint)]) {
    yield { ...call, path: `${path}?${member}=${key()}` };
  }
  yield { ...call, path: `${path}/${key()}` };
  yield { ...call, path: `${path}?${key()}` };
  yield { ...call, path: `${path}%ff${key()}` };
}

function queryMembers({ query }: Endpoint): string[] {
  return query === undefined ? [] : Object.keys(query.shape);
}

const headerNames = [
  'authorization',
  'x-api-key',
  'api-key',
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'accept',
  'accept-language',
  'x-request-id',
  'x-client-request-id',
  'x-forwarded-for',
  'traceparent',
  'idempotency-key',
  'openai-organization',
  'openai-beta',
  'anthropic-beta',
  'anthropic-version',
  'originator',
  'x-amzn-bedrock-trace',
  'content-type',
  'content-encoding',
  'sec-fetch-site',
  'x-stainless-lang',
];

const headerValues: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => `Bearer ${key}`,
  (key) => `Basic ${Buffer.from(`user:${key}`).toString('base64')}`,
  (key) => `__Host-monago_session=${key}; monago_session=${key}`,
  (key) => `application/json; key=${key}`,
];

async function* inHeaders(target: Target, gate: Gate): Calls {
  const { name, endpoint, drive } = target;
  const pairs = [
    ...headerNames.map((header, at) => [header, headerValues[at % headerValues.length]] as const),
    ...headerValues.map((write) => ['authorization', write] as const),
  ];
  for (const [header, write] of pairs) {
    const key = gate.mint.misplace('anthropic.api_key', `header ${header} of ${name}`).text;
    const call = callOf(endpoint, await harmlessPlan(target, gate), drive.headers(gate));
    yield { ...call, headers: { ...call.headers, [header]: write?.(key) ?? key } };
  }
  // Beside a session no token is looked at.
  if (endpoint.apiKey === undefined) return;
  for (const write of headerValues) {
    const key = gate.mint.misplace('anthropic.api_key', `API key of ${name}`).text;
    const call = callOf(endpoint, await harmlessPlan(target, gate), {});
    yield { ...call, headers: { ...call.headers, authorization: write(key) } };
  }
}

async function* inBrokenBodies(target: Target, gate: Gate): Calls {
  const { name, endpoint, drive } = target;
  if (endpoint.method === 'GET' || endpoint.method === 'HEAD') return;
  const { params = {} } = await harmlessPlan(target, gate);
  const call = callOf(endpoint, { params }, drive.headers(gate));
  for (const body of brokenBodies(
    () => gate.mint.misplace('bedrock.secret_access_key', `broken body of ${name}`).text,
  )) {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      yield { ...call, headers: { ...call.headers, 'content-type': type }, body };
    }
  }
}

function brokenBodies(key: () => string): string[] {
  const long = key();
  return [
    `{"api_key":"${key()}"`,
    `{"api_key":${key()}}`,
    `{"${key()}":1,}`,
    JSON.stringify(key()),
    JSON.stringify([key()]),
    `api_key=${encodeURIComponent(key())}`,
    `{"a":"${long.repeat(Math.ceil(oversizeBytes / long.length))}"}`,
  ];
}

/** As nobody in particular: another row may have the method, and would do what it is there for. */
async function* withOtherMethods(target: Target, gate: Gate): Calls {
  const { name, endpoint } = target;
  for (const method of otherMethods.filter((other) => other !== endpoint.method)) {
    const key = gate.mint.misplace('openai.api_key', `${method} of ${name}`).text;
    const call = callOf(endpoint, await harmlessPlan(target, gate), {});
    const headers = { ...call.headers, 'x-key': key };
    yield { ...call, method, path: `${call.path}?key=${key}`, headers };
  }
}
