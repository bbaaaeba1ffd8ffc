import type { ConfiguredPart } from '../adapters/database/audit/log-configuration.ts';
import { createOperatorTransport } from '../adapters/egress/operator-transport.ts';
import { readNamedFile } from '../adapters/evidence/anchor-settings.ts';
import { createWitnessClient } from '../adapters/evidence/witness-client.ts';
import { hashOfFile, readWitnessSettings } from '../adapters/evidence/witness-settings.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { Quorum } from '../domain/audit/quorum.ts';
import type { CheckpointWitness } from '../ports/checkpoint-witness.ts';
import { OwnEndpoints } from './own-endpoints.ts';

/** The witnesses of this deployment. */
export interface Witnesses {
  readonly list: readonly CheckpointWitness[];
  readonly quorum: Quorum;
  readonly configured: ConfiguredPart;
  close(): Promise<void>;
}

const connectTimeoutMs = 1_000;

/** @throws EvidenceSettingsError */
export function openWitnesses(config: Config): Witnesses {
  const { MONAGO_AUDIT_POLICY_FILE: file, MONAGO_AUDIT_CA_FILE: caFile } = config;
  if (file === undefined) {
    const configured = { part: 'witnesses', hash: undefined } as const;
    return { list: [], quorum: { kind: 'none' }, configured, close: async () => undefined };
  }
  const { witnesses, quorum } = readWitnessSettings(file);
  const own = new OwnEndpoints(config);
  if (config.MONAGO_PORT > 0) own.listening(`http://127.0.0.1:${config.MONAGO_PORT}`);
  const transport = createOperatorTransport({
    origins: witnesses.map(({ url }) => new URL(url).origin),
    own: () => own.list(),
    connectTimeoutMs,
    ...(caFile === undefined ? {} : { ca: readNamedFile(caFile).toString('utf8') }),
    failure: (because) => new Error(because),
  });
  return {
    list: witnesses.map((witness) =>
      createWitnessClient({ ...witness, transport, clock: systemClock }),
    ),
    quorum,
    configured: { part: 'witnesses', hash: hashOfFile(file) },
    close: () => transport.close(),
  };
}
