import { openDatabase } from '../../src/adapters/database/open-database.ts';
import { quietLog } from '../support/quiet-log.ts';

/** A process with an open embedded database. Says `ready`, then does as its second argument tells. */
const [dataDir = '', then] = process.argv.slice(2);
const database = await openDatabase({ url: undefined, dataDir, poolMax: 2 }, quietLog);
const held = setInterval(() => undefined, 60_000);
process.once('SIGTERM', async () => {
  await database.close();
  clearInterval(held);
});
process.stdout.write('ready\n');
if (then === 'exit') process.exit(3);
