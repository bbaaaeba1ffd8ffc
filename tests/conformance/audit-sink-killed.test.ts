import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AuditNode, signIn } from './audit-node.ts';
import type { SinkOrders } from './audit-sink-process.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';

const script = join(import.meta.dirname, 'audit-sink-process.ts');
const size = 10;

let site: AuditSite;
let node: AuditNode;
let collector: Server;
/** Indexes in each request, in the order in which they came. */
const seen: number[][] = [];
/** Called with each request before it is answered. @returns false: it gets no answer */
let answers: () => Promise<boolean> = async () => true;

beforeAll(async () => {
  site = await openAuditSite();
  node = await site.node();
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\n');
    seen.push(lines.map((line) => JSON.parse(line).index));
    if (await answers()) response.end();
    else response.destroy();
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
});
afterAll(async () => {
  collector.closeAllConnections();
  collector.close();
  await site.close();
});

function start(name: string): ChildProcess {
  const { host, port } = inject('testServer');
  const { port: collectorPort } = collector.address() as AddressInfo;
  const orders: SinkOrders = {
    server: { host, port },
    database: site.fresh.name,
    node: name,
    url: `http://127.0.0.1:${collectorPort}/in`,
  };
  return spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(orders)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Kills the node when the collector has the given request, ahead of its answer or right behind it. */
async function killedAt(name: string, request: number, isAnswered: boolean): Promise<void> {
  const first = seen.length;
  const child = start(name);
  const gone = once(child, 'exit');
  answers = async () => {
    if (seen.length - first !== request) return true;
    child.kill('SIGKILL');
    await gone;
    return isAnswered;
  };
  expect(await gone).toEqual([null, 'SIGKILL']);
  // As if the time had passed after which another node may go on.
  await site.fresh.asSuperuser(`UPDATE audit_sink SET held_until = now() - interval '1 s'`);
}

test('a node that is killed while it delivers loses nothing: the next one goes on with the same batch', async () => {
  const tenantId = await site.tenant(node);
  for (let at = 0; at < size; at++) await node.auditLog.append(signIn(tenantId));
  await killedAt('node-a', 2, false);
  await killedAt('node-b', 1, true);
  await killedAt('node-c', 2, false);
  answers = async () => true;
  const last = start('node-d');
  expect(await once(last, 'exit')).toEqual([0, null]);

  expect(new Set(seen.flat())).toEqual(new Set(Array.from({ length: size }, (_, at) => at)));
  // What had no answer came again, whole and in its place; nothing else did.
  expect(seen).toEqual([
    [0, 1],
    [2, 3],
    [2, 3],
    [2, 3],
    [4, 5],
    [4, 5],
    [6, 7],
    [8, 9],
  ]);
}, 120_000);
