import { CheckpointPublisher } from '../adapters/database/audit/checkpoint-publisher.ts';
import { hashOfFile } from '../adapters/evidence/witness-settings.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { openAnchors } from './audit-anchors.ts';
import type { Plane } from './plane.ts';
import { version } from './version.ts';

/**
 * Begins to show checkpoints to witnesses and anchors, where the control plane is: nodes that only serve the gateway need
 * not be told of them.
 * @throws EvidenceSettingsError
 */
export function startAuditPublication({
  config,
  log,
  storage,
  state,
  own,
}: Pick<Plane, 'config' | 'log' | 'storage' | 'state' | 'own'>): { close(): Promise<void> } {
  if (config.MONAGO_ROLE === 'gateway') return { close: async () => undefined };
  const { MONAGO_AUDIT_ANCHORS_FILE: file } = config;
  const anchors = openAnchors(file, own);
  const { database, auditLog, random, witnesses } = storage;
  const publisher = new CheckpointPublisher({
    changes: {
      database,
      audit: auditLog,
      directory: state.directory,
      random,
      clock: systemClock,
      version,
    },
    witnesses: witnesses.list,
    quorum: witnesses.quorum,
    anchors: anchors.list,
    configured: [
      witnesses.configured,
      { part: 'anchors', hash: hashOf(file) },
      { part: 'sinks', hash: hashOf(config.MONAGO_AUDIT_SINKS_FILE) },
    ],
    log,
    signer: storage.signer,
  }).start();
  return {
    close: async () => {
      await publisher.close();
      await anchors.close();
    },
  };
}

function hashOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : hashOfFile(file);
}
