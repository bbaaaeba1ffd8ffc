import { PostgresApprovals } from '../../src/adapters/database/postgres-approvals.ts';
import { PostgresCredentialUsage } from '../../src/adapters/database/postgres-credential-usage.ts';
import { PostgresDecisionRecords } from '../../src/adapters/database/postgres-decision-records.ts';
import { PostgresStoredResponses } from '../../src/adapters/database/postgres-stored-responses.ts';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { zlibDecoder } from '../../src/adapters/http/gateway/body-decoder.ts';
import { sha256Digest } from '../../src/adapters/http/gateway/sha256-digest.ts';
import { createAnthropicProvider } from '../../src/adapters/providers/anthropic.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { createBedrockProvider } from '../../src/adapters/providers/bedrock.ts';
import { createOpenAiProvider } from '../../src/adapters/providers/openai.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { detectorsFor } from '../../src/domain/inspection/detectors-for.ts';
import type { GatewayPorts } from '../../src/gateway/gateway-ports.ts';
import type { Egress } from '../../src/ports/egress.ts';
import { random } from '../conformance/audit-node.ts';
import { changesOn } from '../control/control-ports.ts';
import type { ControlSite } from '../control/control-site.ts';
import { quietLog } from '../support/quiet-log.ts';

export interface BackingOptions {
  readonly timeouts?: Partial<Record<'headTimeoutMs' | 'idleTimeoutMs' | 'totalTimeoutMs', number>>;
  readonly ports?: (ports: GatewayPorts) => GatewayPorts;
}

export interface Backing {
  readonly ports: GatewayPorts;
  /** Written only when a test says so. */
  readonly usage: PostgresCredentialUsage;
  close(): Promise<void>;
}

/** What the gateway works with: its way out, and what it keeps in the site's database. */
export function openBacking(control: ControlSite, options: BackingOptions): Backing {
  const { node, directory, emulator, anthropic, bedrock } = control;
  const egress = openEgress([emulator, anthropic, bedrock], options);
  const usage = usageOn(control);
  const log = quietLog;
  const approvals = new PostgresApprovals({ ...changesOn(node, directory), log }).start();
  const decisionRecords = new PostgresDecisionRecords({
    database: node.database,
    clock: systemClock,
    log,
    keptDays: 30,
  }).start();
  const plain = { ...gatewayPorts(control, { egress, usage }), approvals, decisionRecords };
  return {
    ports: options.ports?.(plain) ?? plain,
    usage,
    close: async () => {
      await egress.close();
      await approvals.close();
      await decisionRecords.close();
    },
  };
}

function usageOn({ node: { database } }: ControlSite): PostgresCredentialUsage {
  const use = { database, clock: systemClock, log: quietLog, node: 'node-0/test' };
  return new PostgresCredentialUsage(use);
}

function openEgress(
  emulators: readonly { readonly url: string }[],
  options: BackingOptions,
): ClosableEgress {
  return createEgress({
    mode: 'onprem',
    allow: emulators.map(({ url }) => new URL(url).host),
    own: () => [],
    connectTimeoutMs: 2_000,
    // Far beyond what a busy machine needs: a test that waits for one of them sets its own.
    headTimeoutMs: 60_000,
    idleTimeoutMs: 60_000,
    totalTimeoutMs: 100_000,
    connectionsMax: 64,
    ...options.timeouts,
  });
}

function gatewayPorts(
  control: ControlSite,
  { egress, usage }: { readonly egress: Egress; readonly usage: PostgresCredentialUsage },
): Omit<GatewayPorts, 'approvals' | 'decisionRecords'> {
  return {
    tokens: control.verifier,
    directory: control.directory,
    vault: control.ports.vault,
    auditLog: control.node.auditLog,
    usage,
    providers: {
      openai: createOpenAiProvider(egress, systemClock),
      anthropic: createAnthropicProvider(egress, systemClock),
      bedrock: createBedrockProvider(egress, systemClock),
    },
    detectorsFor: (settings) => detectorsFor(settings, systemClock.monotonic),
    clock: systemClock,
    random,
    digest: sha256Digest,
    eventStream: awsEventStreamCodec(),
    decoder: zlibDecoder,
    storedResponses: new PostgresStoredResponses({
      database: control.node.database,
      clock: systemClock,
      log: quietLog,
    }),
    contentBytesMax: 262_144,
    idrPerUsd: 16_500,
    log: quietLog,
  };
}
