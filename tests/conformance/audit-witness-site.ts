import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  CheckpointPublisher,
  type PublisherDependencies,
} from '../../src/adapters/database/audit/checkpoint-publisher.ts';
import { createOperatorTransport } from '../../src/adapters/egress/operator-transport.ts';
import { Witness } from '../../src/adapters/evidence/witness.ts';
import { createWitnessClient } from '../../src/adapters/evidence/witness-client.ts';
import { openWitnessKey } from '../../src/adapters/evidence/witness-key.ts';
import { WitnessMemory } from '../../src/adapters/evidence/witness-memory.ts';
import { startWitnessServer } from '../../src/adapters/evidence/witness-server.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { parseWitnessVkey } from '../../src/domain/audit/cosignature.ts';
import type { NoteKey } from '../../src/domain/audit/signed-note.ts';
import type { CheckpointWitness } from '../../src/ports/checkpoint-witness.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type AuditNode, random } from './audit-node.ts';
import type { AuditSite } from './audit-site.ts';

/** A witness that listens, and the client that a publisher has of it. */
export interface ListeningWitness {
  readonly name: string;
  readonly vkey: string;
  readonly client: CheckpointWitness;
  /** The newest checkpoint that it cosigned of the log. */
  newest(origin: string): string | undefined;
  watch(keys: readonly [NoteKey, ...NoteKey[]]): void;
  close(): Promise<void>;
}

export async function listeningWitness(folder: string, name: string): Promise<ListeningWitness> {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  const { signer, vkey } = await openWitnessKey(directory, `${name}.example.test`);
  const memory = await WitnessMemory.open(directory, vkey);
  const logs = new Map<string, readonly NoteKey[]>();
  const use = { signer, memory, clock: systemClock, log: quietLog };
  const witness = new Witness({ ...use, logs: () => logs });
  const server = await startWitnessServer(witness, quietLog, { host: '127.0.0.1', port: 0 });
  const transport = createOperatorTransport({
    origins: [server.url],
    own: () => [],
    connectTimeoutMs: 1_000,
    failure: (because) => new Error(because),
  });
  const key = parseWitnessVkey(vkey);
  const client = createWitnessClient({ name, key, url: server.url, transport, clock: systemClock });
  return {
    name,
    vkey,
    client,
    newest: (origin) => memory.last(origin)?.note,
    watch: (keys) => void logs.set(keys[0].name, keys),
    close: async () => {
      await transport.close();
      await server.close();
    },
  };
}

/** What a node tells the world of its logs. */
export function publisherOf(
  node: AuditNode,
  use: Partial<Pick<PublisherDependencies, 'witnesses' | 'quorum' | 'anchors' | 'configured'>>,
): CheckpointPublisher {
  const { database, auditLog, operations } = node;
  return new CheckpointPublisher({
    changes: {
      database,
      audit: auditLog,
      directory: { caughtUp: async () => undefined },
      random,
      clock: operations.clock,
      version: 'test',
    },
    witnesses: [],
    anchors: [],
    configured: [],
    log: operations.log,
    signer: operations.signer,
    ...use,
  });
}

/** Resolves when the newest checkpoint of every log is stored: that is soon after it went quiet. */
export async function checkpointStored(site: AuditSite): Promise<void> {
  const select = `SELECT coalesce(max(h.size - coalesce(c.size, 0)), 0) AS behind
    FROM audit_head h LEFT JOIN LATERAL (SELECT max(size) AS size FROM audit_checkpoint c
      WHERE c.tenant_id = h.tenant_id AND c.generation = h.generation) AS c ON true`;
  await expect
    .poll(async () => Number((await site.fresh.asSuperuser<{ behind: string }>(select))[0]?.behind))
    .toBe(0);
}
