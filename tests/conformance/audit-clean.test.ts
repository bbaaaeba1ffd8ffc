import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeOrphans } from '../../src/adapters/database/audit/close-orphans.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { resumeErasure } from '../../src/control/audit/erasure/advance-erasure.ts';
import { enforceRetention } from '../../src/control/audit/retention/enforce-retention.ts';
import { classOfType } from '../../src/domain/audit/class-of-type.ts';
import type { TokenId } from '../../src/domain/ids.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { CleanReport } from './audit-clean-process.ts';
import { type CleanSite, grown, openCleanSite } from './audit-clean-site.ts';

/** More on request: MONAGO_CLEAN_ENTRIES=1000000. */
const wanted = Number(process.env['MONAGO_CLEAN_ENTRIES'] ?? 5_000);
const nodes = 4;
/** The oldest of them are pruned. */
const prunedAbout = 600;
const days = 30;
const dayMs = 86_400_000;
/** After this time nobody waits for an outcome any more. */
const leftOpenMs = 5_000;
/** On a machine that has other things to do as well. */
const timeoutMs = 120_000 + wanted * 6;

let site: CleanSite;
const figures: Record<string, number> = { wanted };

beforeAll(async () => {
  site = await openCleanSite();
});
afterAll(async () => {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  await site.close();
});

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    figures[`${name} s`] = Math.round((performance.now() - start) / 100) / 10;
  }
}

/** A hold on one caller, and all content of another one erased while both go on. */
async function holdAndErase(held: TokenId, erased: TokenId): Promise<void> {
  const { control, tenant, unitOfWork } = site;
  const { random } = control;
  const by = tenant.administrator.id;
  const hold = { id: random.id('hld'), subject: held, reason: 'a lawsuit', placedBy: by };
  await unitOfWork.run(tenant.id, (tx) => tx.holds.place({ ...hold, placedAt: Date.now() }));
  const id = random.id('ers');
  const asked = { basis: 'request', reason: 'they asked', requestedBy: by } as const;
  const scope = { subject: erased, from: undefined, to: undefined };
  await unitOfWork.run(tenant.id, (tx) =>
    tx.erasures.insert({ id, scope, ...asked, requestedAt: Date.now() }),
  );
  const erasure = await resumeErasure(tenant.id, id, { unitOfWork, random, clock: systemClock });
  expect(erasure).toMatchObject({ state: 'done' });
  expect(erasure.erased).toBeGreaterThan(0);
  await unitOfWork.run(tenant.id, (tx) =>
    tx.holds.release(hold.id, { by, at: Date.now(), reason: 'it is over' }),
  );
}

/** What was written until a time is now as old as the tenant keeps entries. */
async function prune(until: number): Promise<number> {
  const { control, tenant, unitOfWork } = site;
  // Calls that a busy machine left open would keep everything behind them.
  const { reader: readerPool, app: pool } = control.database;
  const sweeping = { ...control, pool, readerPool, clock: systemClock, log: quietLog };
  await closeOrphans(sweeping, leftOpenMs);
  await unitOfWork.run(tenant.id, (tx) =>
    tx.retention.write({ entryDays: days, contentDays: undefined }),
  );
  const clock = { ...systemClock, now: () => until + days * dayMs };
  const { pruned } = await enforceRetention(tenant.id, { unitOfWork, clock });
  return pruned;
}

/** What happens to a log in its life, while four nodes write to it. @returns how many entries were pruned */
async function live(): Promise<number> {
  const [held, erased] = site.callers;
  if (held === undefined || erased === undefined) throw new Error('nobody calls');
  await grown(site, prunedAbout);
  const early = Date.now();
  await grown(site, wanted * 0.2);
  site.put('kept', (await site.control.auditReader.head(site.tenant.id)).checkpoint);
  expect(await site.run('audit', 'rotate-key')).toMatchObject({ exitCode: 0 });
  await grown(site, wanted * 0.4);
  await timed('hold and erase', () => holdAndErase(held, erased));
  await grown(site, wanted * 0.5);
  expect(await timed('selfcheck', () => site.run('audit', 'selfcheck'))).toMatchObject({
    exitCode: 0,
  });
  await grown(site, wanted * 0.7);
  return timed('prune', () => prune(early));
}

let pruned = 0;
let reports: readonly CleanReport[] = [];

test(
  `${nodes} nodes write ${wanted} entries of every kind to one log`,
  async () => {
    const orders = {
      callers: site.callers,
      entries: Math.ceil((wanted + 4 * prunedAbout) / nodes),
    };
    const writing = timed('writing', () =>
      Promise.all(Array.from({ length: nodes }, () => site.node(orders))),
    );
    [reports, pruned] = await Promise.all([writing, live()]);
    await site.settle();
    expect(pruned).toBeGreaterThan(0);
    // A machine that is too busy for a call leaves it open, to be closed later. Nothing else may trouble a node.
    const errors = reports.flatMap((report) => report.errors);
    expect(errors.filter((error) => !error.startsWith('audit_intent_left_open'))).toEqual([]);
    figures['retried'] = reports.reduce((sum, { retried }) => sum + retried, 0);
    figures['refused'] = reports.reduce((sum, { refused }) => sum + refused, 0);
    const types = await site.types();
    expect(Object.keys(classOfType).toSorted()).toEqual(types);
  },
  timeoutMs,
);

test(
  `nothing is found in ${wanted} clean entries of a bundle, by an auditor who asks for all there is`,
  async () => {
    const bundle = site.path('evidence.tar');
    const exported = await timed('export', () => site.run('audit', 'export', '--content', bundle));
    expect(exported).toMatchObject({ exitCode: 0 });
    const asked = ['--policy', site.auditorPolicy, '--since', site.path('kept'), '--json'];
    const fresh = ['--max-age', '1h', '--max-gap', '1h'];
    const { exitCode, printed } = await timed('verify', () =>
      site.run('audit', 'verify', bundle, ...asked, ...fresh),
    );
    const report = JSON.parse(printed);
    expect({ findings: report.findings, exitCode }).toEqual({ findings: [], exitCode: 0 });
    expect(report).toMatchObject({ pruned, findingCounts: {}, openIntents: [], gaps: [] });
    expect(report.entries).toBeGreaterThanOrEqual(wanted);
    expect(report.entries + pruned).toBe(report.size);
    expect(report.witnessed.size).toBe(report.size);
    expect(report.followedKeys).toHaveLength(1);
    expect(report.content.opened * report.content.notKept * report.content.erased).not.toBe(0);
    figures['entries'] = report.entries;
    figures['pruned'] = pruned;
    figures['checkpoints'] = report.checkpoints;
    figures['MB'] = Math.round(statSync(bundle).size / 1e6);
    const newest = site.put(
      'newest',
      (await site.control.auditReader.head(site.tenant.id)).checkpoint,
    );
    const since = [site.path('kept'), newest] as const;
    expect(await site.run('audit', 'diff', ...since, '--bundle', bundle)).toMatchObject({
      exitCode: 0,
    });
  },
  timeoutMs,
);

test(
  `nothing is found in the ${wanted} clean entries of the database`,
  async () => {
    const { exitCode, printed } = await timed('verify --database', () =>
      site.run('audit', 'verify', '--database', '--json'),
    );
    const report = JSON.parse(printed);
    expect({ findings: report.findings, exitCode }).toEqual({ findings: [], exitCode: 0 });
    expect(report.entries).toBeGreaterThanOrEqual(wanted);
  },
  timeoutMs,
);
