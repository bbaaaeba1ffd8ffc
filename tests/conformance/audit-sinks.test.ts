import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostgresSinkJournal } from '../../src/adapters/database/audit/postgres-sink-journal.ts';
import { openOperatorStream } from '../../src/adapters/egress/operator-stream.ts';
import {
  type ClosableTransport,
  createOperatorTransport,
} from '../../src/adapters/egress/operator-transport.ts';
import { openSink } from '../../src/adapters/sinks/open-sink.ts';
import { readSinkSettings } from '../../src/adapters/sinks/sink-settings.ts';
import { openBucket } from '../../src/compose/object-store.ts';
import { SinkDelivery } from '../../src/control/audit/sinks/sink-delivery.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { AuditSink } from '../../src/ports/audit-sinks.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { quietLog } from '../support/quiet-log.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';
import { type AuditNode, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';
import { httpReceiver, s3SignatureOf, syslogCollector } from './sink-receivers.ts';

let site: AuditSite;
let node: AuditNode;
let directory: string;
const transports: ClosableTransport[] = [];
const sinks: AuditSink[] = [];

beforeAll(async () => {
  site = await openAuditSite();
  node = await site.node();
  directory = mkdtempSync(join(tmpdir(), 'monago-sinks-'));
});
afterAll(async () => {
  for (const sink of sinks) await sink.close();
  for (const transport of transports) await transport.close();
  await site.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A clock whose monotonic time a test moves, so that no test waits for a pause to end. */
function movableClock(): Clock & { move(ms: number): void } {
  let at = 0;
  return {
    now: () => Date.now(),
    monotonic: () => at,
    move: (ms) => {
      at += ms;
    },
  };
}

let named = 0;

/** A sink as the settings file makes it; its name is its own, so that tests share no cursors. */
function sinkOf(lines: string): AuditSink {
  named += 1;
  const file = join(directory, `sinks-${named}.yaml`);
  writeFileSync(file, `sinks:\n  - name: sink-${named}\n${lines}`);
  const [settings] = readSinkSettings(file);
  if (settings === undefined) throw new Error('no sink');
  const openTransport = (origin: string) => {
    const transport = createOperatorTransport({
      origins: [origin],
      own: () => [],
      connectTimeoutMs: 2_000,
      failure: (because) => new Error(because),
    });
    transports.push(transport);
    return transport;
  };
  const sink = openSink(settings, {
    productVersion: '1.2.3',
    openTransport,
    openReceiver: (target, ca) =>
      openOperatorStream(target, {
        own: () => [],
        connectTimeoutMs: 2_000,
        ...(ca === undefined ? {} : { ca }),
      }),
    openStore: (s3, secretAccessKey) =>
      openBucket(s3, { secretAccessKey, transport: openTransport(new URL(s3.endpoint).origin) }),
  });
  sinks.push(sink);
  return sink;
}

function journalOf(name = 'node-0'): PostgresSinkJournal {
  const { app: pool, reader: readerPool } = node.database;
  return new PostgresSinkJournal({ pool, readerPool, node: name });
}

function deliveryOf(sink: AuditSink, clock = movableClock(), journal = journalOf()): SinkDelivery {
  return new SinkDelivery(sink, { journal, clock, log: quietLog });
}

async function entries(count: number, tenantId: TenantId): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => node.auditLog.append(signIn(tenantId))));
}

/** Indexes that a receiver was given of the tenant's log, in the order of arrival. */
async function indexesIn(records: readonly string[], tenantId: TenantId): Promise<number[]> {
  const { origin } = await node.auditReader.head(tenantId);
  return records
    .map((line) => JSON.parse(line))
    .filter(({ log }) => log === origin)
    .map(({ index }) => index);
}

const range = (size: number) => Array.from({ length: size }, (_, at) => at);

describe('a sink', () => {
  test('is given every entry of every log, in order, and later the new ones only', async () => {
    const tenants = [await site.tenant(node), await site.tenant(node)];
    for (const tenantId of tenants) await entries(7, tenantId);
    const path = join(directory, 'all.ndjson');
    const delivery = deliveryOf(
      sinkOf(`    format: jsonl\n    batch: 3\n    file: {path: ${path}}`),
    );
    await delivery.pass();
    for (const tenantId of tenants) await entries(2, tenantId);
    await delivery.pass();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    for (const tenantId of tenants) {
      expect(await indexesIn(lines, tenantId)).toEqual(range(9));
    }
  });

  test('that begins now is not given what was there before', async () => {
    const tenantId = await site.tenant(node);
    await entries(4, tenantId);
    const path = join(directory, 'now.ndjson');
    const delivery = deliveryOf(
      sinkOf(`    format: jsonl\n    from: now\n    file: {path: ${path}}`),
    );
    await delivery.pass();
    await entries(1, tenantId);
    await delivery.pass();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(await indexesIn(lines, tenantId)).toEqual([4]);
  });

  test('that refuses is given the same entries again, after a pause that grows', async () => {
    const tenantId = await site.tenant(node);
    await entries(3, tenantId);
    const receiver = await httpReceiver();
    const clock = movableClock();
    const sink = sinkOf(
      `    format: jsonl\n    from: now\n    http: {url: "http://127.0.0.1:${receiver.port}/in"}`,
    );
    const delivery = deliveryOf(sink, clock);
    await delivery.pass();
    await entries(2, tenantId);
    receiver.statuses.push(503, 500);
    await delivery.pass();
    await delivery.pass();
    expect(receiver.seen).toHaveLength(1);
    const [failing] = (await journalOf().status(tenantId)).filter(
      ({ sink: name }) => name === sink.name,
    );
    expect(failing).toMatchObject({
      deliveredTo: 3,
      problem: expect.stringContaining('status 503'),
    });
    clock.move(1_000);
    await delivery.pass();
    clock.move(1_000);
    await delivery.pass();
    expect(receiver.seen).toHaveLength(2);
    clock.move(1_000);
    await delivery.pass();
    const bodies = receiver.seen.map(({ body }) => body.toString());
    expect(new Set(bodies).size).toBe(1);
    expect(await indexesIn(bodies[0]?.trimEnd().split('\n') ?? [], tenantId)).toEqual([3, 4]);
    const [well] = (await journalOf().status(tenantId)).filter(
      ({ sink: name }) => name === sink.name,
    );
    expect(well).toMatchObject({ deliveredTo: 5, problem: undefined, failingSince: undefined });
    await receiver.close();
  });

  test('is served by one node at a time', async () => {
    const tenantId = await site.tenant(node);
    await entries(2, tenantId);
    const path = join(directory, 'once.ndjson');
    const sink = sinkOf(`    format: jsonl\n    file: {path: ${path}}`);
    await deliveryOf(sink, movableClock(), journalOf('node-a')).pass();
    await entries(1, tenantId);
    await deliveryOf(sink, movableClock(), journalOf('node-b')).pass();
    const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(await indexesIn(lines(), tenantId)).toEqual([0, 1]);
    // As if node-a had died a while ago.
    await site.fresh.asSuperuser(
      `UPDATE audit_sink SET held_until = now() - interval '1 s' WHERE sink = $1`,
      [sink.name],
    );
    await deliveryOf(sink, movableClock(), journalOf('node-b')).pass();
    expect(await indexesIn(lines(), tenantId)).toEqual([0, 1, 2]);
  });
});

describe('a file', () => {
  test('begins on a new line where the last one was cut off', async () => {
    const tenantId = await site.tenant(node);
    await entries(1, tenantId);
    const path = join(directory, 'cut.ndjson');
    writeFileSync(path, '{"log":"cut o');
    await deliveryOf(sinkOf(`    format: jsonl\n    file: {path: ${path}}`)).pass();
    const [cut, ...whole] = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(cut).toBe('{"log":"cut o');
    expect(await indexesIn(whole, tenantId)).toEqual([0]);
  });
});

describe('syslog', () => {
  test('over TLS carries each entry in a frame of its own, also after the collector restarted', async () => {
    const tenantId = await site.tenant(node);
    const { cert, key } = selfSignedCertificate();
    const collector = await syslogCollector({ cert, key });
    const ca = join(directory, 'collector.pem');
    writeFileSync(ca, cert);
    const clock = movableClock();
    const delivery = deliveryOf(
      sinkOf(
        `    format: cef\n    from: now\n    syslog: {address: "tls://localhost:${collector.port}", ca_file: ${ca}}`,
      ),
      clock,
    );
    await delivery.pass();
    await entries(2, tenantId);
    await delivery.pass();
    await expect.poll(() => collector.messages.length).toBe(2);
    collector.hangUp();
    await entries(1, tenantId);
    // The first try may find the connection gone only when it writes.
    await expect
      .poll(async () => {
        clock.move(60_000);
        await delivery.pass();
        return collector.messages.length;
      })
      .toBeGreaterThanOrEqual(3);
    expect(collector.messages.every((message) => /^<\d+>1 .*CEF:0\|Monago\|/.test(message))).toBe(
      true,
    );
    await collector.close();
  });

  test('is refused where the collector shows a certificate that nobody trusts', async () => {
    const tenantId = await site.tenant(node);
    const collector = await syslogCollector(selfSignedCertificate());
    const sink = sinkOf(
      `    format: syslog\n    syslog: {address: "tls://localhost:${collector.port}"}`,
    );
    await entries(1, tenantId);
    await deliveryOf(sink).pass();
    const [status] = (await journalOf().status(tenantId)).filter(
      ({ sink: name }) => name === sink.name,
    );
    expect(status?.problem).toMatch(/cannot be reached: (DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS)/);
    expect(collector.messages).toEqual([]);
    await collector.close();
  });
});

describe('a bucket', () => {
  test('has an object for each batch, named by the indexes in it and signed', async () => {
    const tenantId = await site.tenant(node);
    const receiver = await httpReceiver();
    const secretFile = join(directory, 'secret');
    const secret = 'example/secret+key';
    writeFileSync(secretFile, `${secret}\n`);
    const delivery = deliveryOf(
      sinkOf(
        `    format: ocsf\n    from: now\n    batch: 2\n    s3: {endpoint: "http://127.0.0.1:${receiver.port}", bucket: evidence, region: ap-southeast-3, access_key_id: AKIDEXAMPLE, secret_access_key_file: ${secretFile}}`,
      ),
    );
    await delivery.pass();
    await entries(3, tenantId);
    await delivery.pass();
    const { origin } = await node.auditReader.head(tenantId);
    const log = origin.split('/').at(-1);
    expect(receiver.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /evidence/monago/${log}/0000000000000000-0000000000000001.ocsf`,
      `PUT /evidence/monago/${log}/0000000000000002-0000000000000002.ocsf`,
    ]);
    for (const request of receiver.seen) {
      expect(request.headers.authorization).toContain(
        `Signature=${s3SignatureOf(request, secret)}`,
      );
    }
    await receiver.close();
  });
});
