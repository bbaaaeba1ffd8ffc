import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import type { App } from '../../src/compose.ts';
import {
  type Administrator,
  activate,
  openAll,
  openRotationSite,
  type RotationSite,
  retire,
  rewrap,
  setUpInstallation,
  stage,
  verify,
} from './key-rotation-site.ts';

const newProviderKey = () => `sk-proj-${randomBytes(24).toString('hex')}WXYZ`;
const keys = [newProviderKey(), newProviderKey(), newProviderKey()] as const;
const requestsPerSecond = 40;

let site: RotationSite;
let emulator: Emulator;
let nodes: readonly App[];
let admin: Administrator;
let credentialId: string;
let jwt: string;

beforeAll(async () => {
  site = await openRotationSite();
  emulator = await startOpenAiEmulator({ acceptedKeys: keys });
  const allow = { MONAGO_EGRESS_ALLOW: new URL(emulator.url).host };
  const first = await site.start('one', allow);
  const provider = { url: emulator.url, key: keys[0] };
  ({ admin, credentialId, jwt } = await setUpInstallation(first, provider));
  await site.copyKeyring('one', 'two');
  nodes = [first, await site.start('two', allow)];
});

afterAll(async () => {
  await site.close();
  await emulator.stop();
});

async function ask(node: App | undefined): Promise<number> {
  const reply = await fetch(`${node?.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await reply.arrayBuffer();
  return reply.status;
}

/** Sends requests to both nodes in turn until it is told to stop. */
function startLoad(): { stop(): Promise<readonly number[]> } {
  const sent: Promise<number>[] = [];
  let isOver = false;
  const startedAt = performance.now();
  const sending = (async () => {
    while (!isOver) {
      const due = ((performance.now() - startedAt) * requestsPerSecond) / 1_000;
      while (sent.length < due) sent.push(ask(nodes[sent.length % nodes.length]));
      await pause(5);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await sending;
      return Promise.all(sent);
    },
  };
}

test('a whole rotation on two nodes fails no request, and leaves nothing under the former key', async () => {
  const load = startLoad();
  expect((await site.step('one', stage)).exitCode).toBe(0);
  // The second node has a keyring of its own, which nobody has brought the new key to.
  await expect(site.step('one', activate)).rejects.toThrow(/two\/.*not reached|Missing on: two\//s);
  await site.copyKeyring('one', 'two');
  const activated = await site.step('one', activate);
  expect(activated.printed).toContain('2 of 2 running nodes wrap under it.');
  // Whatever changes meanwhile: two re-wrap at once, and a key is rotated and another one revoked on each node.
  const rotate = (key: string) =>
    admin.post(`/api/credentials/${credentialId}/rotate`, { api_key: key });
  const second = admin.post<{ id: string }>('/api/credentials', {
    provider: 'openai',
    name: 'staging-openai',
    api_key: keys[2],
    base_url: `${emulator.url}/v1`,
  });
  const results = await Promise.all([
    site.step('one', rewrap),
    site.step('two', rewrap),
    rotate(keys[1]),
    second.then(({ id }) =>
      admin.post(`/api/credentials/${id}/revoke`, { confirm_name: 'staging-openai' }),
    ),
  ]);
  expect(results.slice(0, 2)).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
  expect((await site.step('one', verify)).exitCode).toBe(0);
  await site.settle();
  expect((await site.step('one', retire)).exitCode).toBe(0);
  await site.copyKeyring('one', 'two');
  expect((await site.step('two', openAll)).exitCode).toBe(0);
  await pause(1_000);
  const answers = await load.stop();
  expect(answers.length).toBeGreaterThan(100);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
  expect(await site.fresh.asSuperuser('SELECT DISTINCT kek_ref FROM sealed_row')).toHaveLength(1);
  expect(await site.fresh.asSuperuser('SELECT kek_ref FROM key_check')).toHaveLength(1);
});
