import { setTimeout as delay } from 'node:timers/promises';
import { startAuditWatch } from '../../src/compose/audit-watch.ts';
import { openStorage } from '../../src/compose/storage.ts';
import { readConfig } from '../../src/config.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import { asMonagoError } from '../../src/domain/errors.ts';
import type { TenantId, TokenId } from '../../src/domain/ids.ts';
import type { AuditReceipt } from '../../src/ports/audit-log.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import { entryOf, stepsFrom } from './audit-clean-facts.ts';

/** What the parent passes as the one argument, in JSON. */
export interface CleanOrders {
  readonly environment: Readonly<Record<string, string>>;
  readonly tenantId: TenantId;
  readonly callers: readonly TokenId[];
  /** Where among the samples it begins. */
  readonly first: number;
  readonly entries: number;
}

/** What is left on standard output, in JSON. */
export interface CleanReport {
  readonly acknowledged: number;
  /** Entries that were told to come again. */
  readonly retried: number;
  /** Calls that were refused because their intent was not durable in time; the log looks after such an intent itself. */
  readonly refused: number;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

/** Enough for large batches, however long one takes on a busy machine. */
const writers = 100;
const attemptsMax = 120;
const pauseMs = 1_000;

type MadeEntry = ReturnType<typeof entryOf>;

/** A node as it is deployed, without the network: it writes entries of every kind, and watches the log meanwhile. */
async function write(orders: CleanOrders): Promise<CleanReport> {
  const { environment, tenantId, callers, first, entries } = orders;
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { config } = read;
  const heard = { warnings: new Set<string>(), errors: new Set<string>() };
  const log = recordingLog(heard);
  const storage = await openStorage(config, log, 'join');
  const watch = startAuditWatch({ config, log, storage });
  const { auditLog, random } = storage;
  const counts = { acknowledged: 0, retried: 0, refused: 0 };

  /** Undefined where the caller of a gateway would have been told 503. The log looks after such an intent itself. */
  const append = async (made: MadeEntry): Promise<AuditReceipt | undefined> => {
    const entry = { ...made, tenantId, entryId: random.id('aud') };
    for (let attempt = 1; attempt < attemptsMax; attempt++) {
      const answer = await auditLog.append(entry).catch((thrown) => refusalOf(thrown, entry.fact));
      if (typeof answer === 'object') {
        counts.acknowledged++;
        return answer;
      }
      if (answer === 'closed' || made.fact.type === 'ai.request.intent') return undefined;
      counts.retried++;
      await delay(pauseMs);
    }
    throw new Error('the log is busy for ever');
  };
  const steps = stepsFrom(first);
  let step = 0;
  const take = async ([opening, outcome]: readonly AuditFact[]): Promise<void> => {
    if (opening === undefined) return;
    const caller = callers[step++ % callers.length];
    if (caller === undefined) throw new Error('nobody calls');
    const kind = { caller, isKept: step % 3 > 0 };
    const opened = await append(entryOf(opening, kind));
    if (opened === undefined) counts.refused++;
    else if (outcome?.type === 'ai.request.outcome') {
      await append(entryOf({ ...outcome, intent: opened.entryId }, kind));
    }
  };
  const worker = async (): Promise<void> => {
    while (counts.acknowledged < entries) await take(steps.next().value);
  };
  await Promise.all(Array.from({ length: writers }, worker));
  await watch.close();
  await storage.close();
  const { warnings, errors } = heard;
  return { ...counts, warnings: [...warnings], errors: [...errors] };
}

/** `closed`: the log has given the call an outcome itself meanwhile. */
function refusalOf(thrown: unknown, fact: AuditFact): 'busy' | 'closed' {
  const { code } = asMonagoError(thrown);
  if (code === 'audit_unavailable') return 'busy';
  if (code === 'internal' && fact.type === 'ai.request.outcome') return 'closed';
  throw thrown;
}

function recordingLog({
  warnings,
  errors,
}: Readonly<Record<'warnings' | 'errors', Set<string>>>): Log {
  const into =
    (list: Set<string>) =>
    (event: string, fields: LogFields = {}): void =>
      void list.add(`${event} ${JSON.stringify(fields)}`);
  return { info: () => undefined, warn: into(warnings), error: into(errors) };
}

const [, , orders] = process.argv;
if (orders !== undefined) {
  process.stdout.write(`${JSON.stringify(await write(JSON.parse(orders)))}\n`);
}
