import { openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { socketConnections } from '../../src/adapters/database/connections.ts';
import { RepeatedTask } from '../../src/adapters/database/repeated-task.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { AuditReceipt, NewEntry } from '../../src/ports/audit-log.ts';
import { type AuditNode, intent, openAuditNode, outcome } from './audit-node.ts';

/** What the parent passes as the one argument, in JSON. */
export interface WriterOrders {
  readonly server: { readonly host: string; readonly port: number };
  readonly database: string;
  readonly kekBase64: string;
  readonly highWaterDir: string;
  readonly name: string;
  readonly tenantId: TenantId;
  /** Each acknowledged entry becomes a line `<entry id> <index>` here. */
  readonly acknowledgedFile: string;
  /** Size and root of each checkpoint that was signed become a line `<size> <root>` here, before anybody has it. */
  readonly signedFile: string;
}

const writers = 8;
const attemptsMax = 200;
const pauseMs = 50;
const followPauseMs = 250;

/** A process that does nothing but write model calls into one log until it is stopped, or killed. */
async function writeUntilStopped(orders: WriterOrders): Promise<void> {
  const acknowledged = openSync(orders.acknowledgedFile, 'a');
  const signed = openSync(orders.signedFile, 'a');
  const node = await openWhenUp(orders, (note) => {
    const [, size, root] = note.split('\n');
    writeSync(signed, `${size} ${root}\n`);
  });
  const tailing = new RepeatedTask(() => node.tailer.follow(), followPauseMs);
  tailing.start();
  let isStopping = false;
  process.once('SIGTERM', () => {
    isStopping = true;
  });
  const append = async (entry: NewEntry): Promise<AuditReceipt | undefined> => {
    try {
      const receipt = await node.auditLog.append(entry);
      writeSync(acknowledged, `${receipt.entryId} ${receipt.index}\n`);
      return receipt;
    } catch {
      // The caller would have been told 503; the log itself looks after the intent.
      return undefined;
    }
  };
  const write = async (): Promise<void> => {
    while (!isStopping) {
      const opened = await append(intent(orders.tenantId));
      if (opened !== undefined) await append(outcome(orders.tenantId, opened.entryId));
    }
  };
  process.stdout.write('ready\n');
  await Promise.all(Array.from({ length: writers }, write));
  await tailing.stop();
  if (node.events.some(({ event }) => event === 'audit_log_frozen')) process.exitCode = 1;
  await node.close();
}

/** The server may just be recovering from a crash. */
async function openWhenUp(
  orders: WriterOrders,
  onSigned: (note: string) => void,
): Promise<AuditNode> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openAuditNode(socketConnections(orders.server, orders.database), {
        kek: { kid: 'test', key: Buffer.from(orders.kekBase64, 'base64') },
        highWaterDir: orders.highWaterDir,
        name: orders.name,
        onSigned,
      });
    } catch (error) {
      if (attempt === attemptsMax) throw error;
      await delay(pauseMs);
    }
  }
}

const [, , orders] = process.argv;
if (orders !== undefined) await writeUntilStopped(JSON.parse(orders));
