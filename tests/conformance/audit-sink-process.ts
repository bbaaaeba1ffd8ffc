import { PostgresSinkJournal } from '../../src/adapters/database/audit/postgres-sink-journal.ts';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { connectDatabase } from '../../src/adapters/database/open-database.ts';
import { createOperatorTransport } from '../../src/adapters/egress/operator-transport.ts';
import { openSink } from '../../src/adapters/sinks/open-sink.ts';
import { readSinkSettings } from '../../src/adapters/sinks/sink-settings.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { SinkDelivery } from '../../src/control/audit/sinks/sink-delivery.ts';
import { quietLog } from '../support/quiet-log.ts';

/** What the parent passes as the one argument, in JSON. */
export interface SinkOrders {
  readonly server: { readonly host: string; readonly port: number };
  readonly database: string;
  readonly node: string;
  /** With one sink that goes to an address. */
  readonly settingsFile: string;
}

/** A process that gives one sink what it does not have, once, unless it is killed on the way. */
async function deliver({ server, database, node, settingsFile }: SinkOrders): Promise<void> {
  const [settings] = readSinkSettings(settingsFile);
  if (settings === undefined) throw new Error('no sink');
  const {
    app: pool,
    reader: readerPool,
    close,
  } = await connectDatabase(socketConnections(server, database), 4, quietLog);
  const openTransport = (origin: string) =>
    createOperatorTransport({
      origins: [origin],
      own: () => [],
      connectTimeoutMs: 2_000,
      failure: (because) => new Error(because),
    });
  const openStore = (): never => {
    throw new Error('goes to an address');
  };
  const sink = openSink(settings, {
    productVersion: '1.2.3',
    openTransport,
    openReceiver: openStore,
    openStore,
  });
  const journal = new PostgresSinkJournal({ pool, readerPool, node });
  await new SinkDelivery(sink, { journal, clock: systemClock, log: quietLog }).pass();
  await close();
}

const [, , orders] = process.argv;
if (orders !== undefined) {
  await deliver(JSON.parse(orders));
  // Connections of the transport stay open for a while.
  process.exit();
}
