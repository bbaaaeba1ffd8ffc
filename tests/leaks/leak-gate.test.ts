import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../src/contract/endpoints.ts';
import { gatewayEndpoints } from '../../src/contract/gateway-endpoints.ts';
import { answerAlike } from './alike-answers.ts';
import { type CanaryKind, makeBeacon } from './canary.ts';
import { controlDrives, memberOf } from './control-drives.ts';
import { type AcceptedAwsKeys, failRequests, storeKey } from './failing-requests.ts';
import { Gate } from './gate.ts';
import { gatewayDrives } from './gateway-drives.ts';
import { gatewayTargets } from './gateway-targets.ts';
import { keyKinds } from './key-kinds.ts';
import { misplaceInMembers, misplaceKeys } from './misplaced-keys.ts';
import { commandDrives, commandsOffered, knockOnOtherDoors, runCommands } from './other-doors.ts';
import { targetsOf, undriven } from './rows.ts';
import type { Sink, SinkKind } from './sinks.ts';
import { LeakSite } from './site.ts';
import { judge, report, type Verdict } from './verdict.ts';

const extraEndpoints = Object.values(gatewayEndpoints)
  .filter(({ offered }) => offered === 'opt-in')
  .map(({ path }) => path);
/** One that is told by its name, and one by its randomness. */
const typicalKinds: readonly CanaryKind[] = ['anthropic.api_key', 'custom.api_key'];
const controlTargets = targetsOf(controlEndpoints, controlDrives).filter(
  ({ endpoint }) => endpoint.mode === undefined,
);

describe('a key is nowhere but encrypted in the database and on its way to its provider', () => {
  const account: AcceptedAwsKeys = { accessKeys: [], apiKeys: [] };
  const beacon = makeBeacon();
  let site: LeakSite;
  let gate: Gate;
  let sinks: readonly Sink[];
  let verdict: Verdict;

  beforeAll(async () => {
    site = await LeakSite.open({
      bedrock: account,
      settings: { MONAGO_EXTRA_ENDPOINTS: extraEndpoints.join(',') },
    });
    gate = new Gate(site);
    for (const target of controlTargets) {
      await misplaceKeys(target, gate);
      await gate.succeed(target);
    }
    await gate.signIn();
    const token = await gate.post('/api/tokens', { name: beacon });
    gate.remember('jwt', String(token.json()['jwt']));
    gate.remember('token', memberOf(token.json()['token'], 'id'));
    for (const kind of keyKinds) await storeKey(kind, gate, account);
    const alike = answerAlike(site);
    for (const target of gatewayTargets) {
      if (target.isFurther) await misplaceInMembers(target, gate, typicalKinds);
      else await misplaceKeys(target, gate);
      await gate.succeed(target);
    }
    await refuseWhatCannotBeTranslated(gate);
    alike.end();
    await failRequests(gatewayTargets, gate, account);
    await knockOnOtherDoors(gate);
    await runCommands(gate);
    await readTheFiles(gate);
    await readTheLog(gate);
    await site.keepLiveSinks();
    sinks = await site.sinksAtRest();
    verdict = judge(sinks, gate.mint.made);
  }, 600_000);

  afterAll(() => site?.close());

  test('every row of the contract and every command is driven', async () => {
    expect(undriven(controlEndpoints, controlDrives)).toEqual([]);
    expect(undriven(gatewayEndpoints, gatewayDrives)).toEqual([]);
    expect((await commandsOffered()).sort()).toEqual(Object.keys(commandDrives).sort());
  });

  test('each kind of key went to its provider', () => {
    const headers = [site.openai, site.anthropic, site.bedrock].flatMap(({ requests }) =>
      requests.map(({ rawHeaders }) => rawHeaders.join('\n')),
    );
    for (const { text, name } of gate.mint.made.filter(({ name }) => name.endsWith('stored'))) {
      // Of a secret access key nothing but a signature leaves.
      const isSent = headers.some((head) => head.includes(text));
      expect(isSent, name).toBe(!name.startsWith('bedrock.secret_access_key'));
    }
  });

  test.each<[SinkKind, string]>([
    ['HTTP answers', 'beacon'],
    ['database', 'beacon'],
    ['files', 'beacon'],
    ['output', 'monago.ready'],
    ['processes', 'MONAGO_DATA_DIR'],
    ['upstream requests', 'GET /v1/models'],
  ])('%s were read', (kind, word) => {
    const wanted = word === 'beacon' ? beacon : word;
    expect(sinks.some((sink) => sink.kind === kind && sink.bytes.includes(wanted))).toBe(true);
    expect(verdict.scannedBytes.get(kind)).toBeGreaterThan(500);
  });

  test('write-ahead log, server log, keyring, audit folder and archive were among the files', () => {
    const names = sinks.filter(({ kind }) => kind === 'files').map(({ name }) => name);
    for (const part of [/pg_wal\/0+1/, /postgres\.log$/, /keyring$/, /audit\//, /bundle\.tar$/]) {
      expect(names.some((name) => part.test(name))).toBe(true);
    }
  });

  test('no key was found anywhere', () => {
    expect(report(verdict)).toEqual([]);
  });
});

/** Errors that name what cannot be carried may repeat what the caller wrote. */
async function refuseWhatCannotBeTranslated(gate: Gate): Promise<void> {
  const settings = await gate.post('/api/settings', { translation: 'strict' });
  expect(settings.json()).toMatchObject({ translation: 'strict' });
  for (const target of gatewayTargets.filter(({ isTranslated }) => isTranslated)) {
    await misplaceInMembers(target, gate, typicalKinds);
  }
}

/** As a program does, with an API key for it. */
async function readTheFiles(gate: Gate): Promise<void> {
  const reader = await gate.post('/api/tokens', { name: 'reader', scope: 'audit.read' });
  const headers = { authorization: `Bearer ${reader.json()['jwt']}` };
  const log = `/api/audit/logs/${gate.recall('log')}`;
  const receipt = `/api/audit/entries/${gate.recall('entry')}/receipt`;
  for (const path of [`${log}/checkpoint`, `${log}/tile/entries/000.p/9`, receipt]) {
    const reply = await gate.probe({ method: 'GET', path, headers });
    expect(reply.status, path).toBe(200);
  }
}

async function readTheLog(gate: Gate): Promise<void> {
  await gate.get('/api/audit/export');
  for (let before: unknown = 1_000_000; before !== null && before !== undefined; ) {
    const page = await gate.get(`/api/audit/entries?limit=200&before=${before}`);
    before = page.json()['next_before'];
  }
}
