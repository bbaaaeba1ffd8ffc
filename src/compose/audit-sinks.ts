import { PostgresSinkJournal } from '../adapters/database/audit/postgres-sink-journal.ts';
import { RepeatedTask } from '../adapters/database/repeated-task.ts';
import { openOperatorStream } from '../adapters/egress/operator-stream.ts';
import {
  type ClosableTransport,
  createOperatorTransport,
} from '../adapters/egress/operator-transport.ts';
import { openSink } from '../adapters/sinks/open-sink.ts';
import { readSinkSettings, type SinkSettings } from '../adapters/sinks/sink-settings.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { SinkDelivery } from '../control/audit/sinks/sink-delivery.ts';
import type { AuditSink } from '../ports/audit-sinks.ts';
import { openBucket } from './object-store.ts';
import type { Plane } from './plane.ts';
import { version } from './version.ts';

const connectTimeoutMs = 5_000;

/**
 * Begins to send every entry to the operator's sinks.
 * @throws SinkSettingsError
 */
export function startAuditSinks(use: Pick<Plane, 'config' | 'log' | 'storage' | 'own'>): {
  close(): Promise<void>;
} {
  const file = use.config.MONAGO_AUDIT_SINKS_FILE;
  const running = (file === undefined ? [] : readSinkSettings(file)).map((settings) =>
    startSink(settings, use),
  );
  return {
    close: async () => {
      await Promise.all(running.map((sink) => sink.close()));
    },
  };
}

function startSink(
  settings: SinkSettings,
  { storage, log, own }: Pick<Plane, 'log' | 'storage' | 'own'>,
): { close(): Promise<void> } {
  const transports: ClosableTransport[] = [];
  const openTransport = (origin: string, ca: string | undefined): ClosableTransport => {
    const transport = createOperatorTransport({
      origins: [origin],
      own: () => own.list(),
      connectTimeoutMs,
      ...(ca === undefined ? {} : { ca }),
      failure: (because) => new Error(because),
    });
    transports.push(transport);
    return transport;
  };
  const sink: AuditSink = openSink(settings, {
    productVersion: version,
    openTransport,
    openReceiver: (target, ca) =>
      openOperatorStream(target, {
        own: () => own.list(),
        connectTimeoutMs,
        ...(ca === undefined ? {} : { ca }),
      }),
    openStore: (s3, secretAccessKey, ca) => {
      const transport = openTransport(new URL(s3.endpoint).origin, ca);
      return openBucket(s3, { secretAccessKey, transport });
    },
  });
  const journal = new PostgresSinkJournal({
    pool: storage.database.app,
    readerPool: storage.database.reader,
    node: storage.node,
  });
  const delivery = new SinkDelivery(sink, { journal, clock: systemClock, log });
  const task = new RepeatedTask(() => delivery.pass(), settings.pauseMs);
  task.start();
  return {
    close: async () => {
      delivery.stop();
      await task.stop();
      await sink.close();
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}
