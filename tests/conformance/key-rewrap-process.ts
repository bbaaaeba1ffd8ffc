import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { connectDatabase } from '../../src/adapters/database/open-database.ts';
import { PostgresSealedRows } from '../../src/adapters/database/postgres-sealed-rows.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { paceOf } from '../../src/adapters/kms/pace.ts';
import { rewrapAll } from '../../src/adapters/kms/rewrap.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { quietLog } from '../support/quiet-log.ts';

export interface RewrapOrders {
  readonly server: { readonly host: string; readonly port: number };
  readonly database: string;
  readonly keys: readonly { readonly kid: string; readonly base64: string }[];
  readonly kekRef: string;
  readonly rowsPerSecondMax: number;
}

/** A process that re-wraps until it is done, or killed. Prints a dot when it begins, and one for every page. */
async function rewrapUntilKilled(orders: RewrapOrders): Promise<void> {
  const keys = orders.keys.map(({ kid, base64 }) => ({ kid, key: Buffer.from(base64, 'base64') }));
  const [active] = keys;
  if (active === undefined) throw new Error('there are no keys');
  const database = await connectDatabase(
    socketConnections(orders.server, orders.database),
    2,
    quietLog,
  );
  process.stdout.write('.');
  await rewrapAll(
    {
      kms: new LocalKms({ active, keys }, randomBytes),
      rows: new PostgresSealedRows(database),
      clock: systemClock,
      pace: paceOf(orders.rowsPerSecondMax, pause),
      onProgress: () => process.stdout.write('.'),
    },
    orders.kekRef,
  );
  await database.close();
}

const [, , orders] = process.argv;
if (orders !== undefined) await rewrapUntilKilled(JSON.parse(orders));
