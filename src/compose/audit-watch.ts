import { LogTailer } from '../adapters/database/audit/log-tailer.ts';
import { LogWatch } from '../adapters/database/audit/log-watch.ts';
import { RepeatedTask } from '../adapters/database/repeated-task.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';
import type { ReadinessCheck } from '../adapters/http/server/health-plugin.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { platformTenantId } from '../domain/ids.ts';
import type { Plane } from './plane.ts';

const followPauseMs = 1_000;
const watchPauseMs = 60_000;
/** A new log is checked within a minute; a process that has just started has other things to do first. */
const selfCheckPauseMs = 30_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Begins to look after the logs: follows them, closes what dead nodes left open, beats, and checks them as a whole. */
export function startAuditWatch({
  config,
  log,
  storage,
}: Pick<Plane, 'config' | 'log' | 'storage'>): {
  close(): Promise<void>;
} {
  const { database, auditLog, signer, followed, random, node } = storage;
  const use = { pool: database.app, readerPool: database.reader, signer, random, log, node };
  const tailer = new LogTailer({ ...use, followed, clock: systemClock });
  const watch = new LogWatch({
    ...use,
    auditLog,
    clock: systemClock,
    verifySignature: ed25519Verify,
    orphanAfterMs: orphanAfterMs(config),
    heartbeatMs: config.MONAGO_AUDIT_HEARTBEAT_MINUTES * minuteMs,
    selfCheckMs: config.MONAGO_AUDIT_SELFCHECK_HOURS * hourMs,
  });
  const tasks = [
    new RepeatedTask(() => tailer.follow(), followPauseMs),
    new RepeatedTask(() => watch.sweep(), watchPauseMs),
    new RepeatedTask(() => watch.beat(), watchPauseMs),
  ];
  for (const task of tasks) task.start();
  const checking = new RepeatedTask(() => watch.check(), selfCheckPauseMs);
  checking.start(selfCheckPauseMs);
  const all = [...tasks, checking];
  return { close: async () => void (await Promise.all(all.map((task) => task.stop()))) };
}

/** After this time no living node can be at work on a call, however slow the provider and the client are. */
export function orphanAfterMs(config: Plane['config']): number {
  return config.MONAGO_UPSTREAM_TOTAL_TIMEOUT_MS * 2;
}

/** Where no customer's log takes entries, every request would be refused: better elsewhere, if there is an elsewhere. */
export function auditReadiness({ database }: Plane['storage']): ReadinessCheck {
  const problem = async (): Promise<string | undefined> => {
    try {
      const { rows } = await database.reader.query<{ all_of_them: number; frozen: number }>(
        `SELECT count(*) AS all_of_them, count(*) FILTER (WHERE state = 'frozen') AS frozen
         FROM audit_log WHERE state <> 'closed' AND tenant_id <> $1`,
        [platformTenantId],
      );
      const { all_of_them: all = 0, frozen = 0 } = rows[0] ?? {};
      return frozen > 0 && frozen === all
        ? 'every log is frozen; see monago audit status'
        : undefined;
    } catch {
      return 'cannot be asked';
    }
  };
  return { name: 'audit', problem };
}
