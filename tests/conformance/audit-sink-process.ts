import { PostgresSinkJournal } from '../../src/adapters/database/audit/postgres-sink-journal.ts';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { connectDatabase } from '../../src/adapters/database/open-database.ts';
import { createOperatorTransport } from '../../src/adapters/egress/operator-transport.ts';
import { httpSink } from '../../src/adapters/sinks/http-sink.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { SinkDelivery } from '../../src/control/audit/sinks/sink-delivery.ts';
import { exampleEnterprise } from '../../src/domain/audit/export/record-format.ts';
import { quietLog } from '../support/quiet-log.ts';

/** What the parent passes as the one argument, in JSON. */
export interface SinkOrders {
  readonly server: { readonly host: string; readonly port: number };
  readonly database: string;
  readonly node: string;
  readonly url: string;
}

const batchMax = 2;

/** A process that gives one sink what it does not have, once, unless it is killed on the way. */
async function deliver({ server, database: name, node, url }: SinkOrders): Promise<void> {
  const database = await connectDatabase(socketConnections(server, name), 4, quietLog);
  const transport = createOperatorTransport({
    origins: [new URL(url).origin],
    own: () => [],
    connectTimeoutMs: 2_000,
    failure: (because) => new Error(because),
  });
  const sink = httpSink(
    { name: 'collector', from: 'beginning', batchMax },
    { url, headers: {}, transport },
    { format: 'jsonl', productVersion: '1.2.3', enterprise: exampleEnterprise },
  );
  const { app: pool, reader: readerPool } = database;
  const journal = new PostgresSinkJournal({ pool, readerPool, node });
  await new SinkDelivery(sink, { journal, clock: systemClock, log: quietLog }).pass();
  await transport.close();
  await database.close();
}

const [, , orders] = process.argv;
if (orders !== undefined) await deliver(JSON.parse(orders));
