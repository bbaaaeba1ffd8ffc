import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { runCommand } from '../../src/cli/command.ts';
import { commandUnitOfWork } from '../../src/compose/command-unit-of-work.ts';
import { openStorage, type Storage } from '../../src/compose/storage.ts';
import { readConfig } from '../../src/config.ts';
import { resumeErasure } from '../../src/control/audit/erasure/advance-erasure.ts';
import type { AuditId, TokenId } from '../../src/domain/ids.ts';
import { entryOf, stepsFrom } from '../conformance/audit-clean-facts.ts';
import { quietLog } from '../support/quiet-log.ts';
import { openInstallation } from './installation-site.ts';

/** Evidence that tells nothing wrong and not all: a verifier has to say so, and to accuse nobody. */
let installation: Awaited<ReturnType<typeof openInstallation>>;
let storage: Storage;
let caller: TokenId;

beforeAll(async () => {
  installation = await openInstallation();
  const read = readConfig(installation.environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  storage = await openStorage(read.config, quietLog, 'join');
  caller = storage.random.id('tok');
});
afterAll(async () => {
  await storage.close();
  await installation.close();
});

async function run(...argv: readonly string[]) {
  let printed = '';
  const sink = (): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        printed += String(chunk);
        done();
      },
    });
  const surroundings = { stdin: Readable.from([]), stdout: sink(), stderr: sink() };
  const { environment } = installation;
  const exit = await runCommand(['audit', ...argv], { environment, ...surroundings });
  return { exit, printed };
}

function file(name: string): string {
  return join(installation.environment.MONAGO_DATA_DIR, name);
}

/** A call of the caller, with its content. @returns its intent */
async function call(): Promise<AuditId> {
  const { random, auditLog } = storage;
  const append = async (entry: ReturnType<typeof entryOf>): Promise<AuditId> => {
    const entryId = random.id('aud');
    await auditLog.append({ ...entry, tenantId: installation.tenant.id, entryId });
    return entryId;
  };
  for (const [fact, outcome] of stepsFrom(2)) {
    if (fact?.type !== 'ai.request.intent' || outcome?.type !== 'ai.request.outcome') continue;
    const intent = await append(entryOf(fact, { caller, isKept: true }));
    await append(entryOf({ ...outcome, intent }, { caller, isKept: true }));
    return intent;
  }
  throw new Error('the samples have an end');
}

function pin(name: string, key: string): string {
  writeFileSync(file(name), `log ${key}\nquorum none\n`);
  return file(name);
}

describe('a receipt of a log that has changed its key since', () => {
  test('is incomplete for who pinned the first key: 2; that key leads to the newer one by a bundle', async () => {
    const { vkey } = await storage.auditReader.head(installation.tenant.id);
    const first = pin('first.policy', vkey);
    await call();
    await run('rotate-key');
    await call();
    const { printed: told } = await run('rotate-key');
    const [, last = ''] = /^ {2}log (\S+)$/m.exec(told) ?? [];
    const newest = pin('newest.policy', last);
    const receipt = file('entry.tlog-proof');
    const { proof } = await storage.auditReader.receipt(installation.tenant.id, await call());
    writeFileSync(receipt, proof);

    expect(await run('verify-receipt', receipt, '--policy', newest)).toMatchObject({ exit: 0 });
    const { exit, printed } = await run('verify-receipt', receipt, '--policy', first, '--json');
    expect(exit).toBe(2);
    expect(JSON.parse(printed).findings).toMatchObject([{ check: 'V3', weight: 'incomplete' }]);

    const bundle = file('rotated.tar');
    await run('export', bundle);
    const followed = await run('verify', bundle, '--policy', first, '--json');
    expect(followed.exit).toBe(0);
    expect(JSON.parse(followed.printed).followedKeys).toContain(last);
  });
});

describe('content of a closed log that was erased by the log that follows', () => {
  test('leaves the old bundle incomplete, at the first entry that misses its content: 2', async () => {
    await run('freeze', '--reason', 'a drill');
    await run('reopen', '--reason', 'it is over');
    const unitOfWork = commandUnitOfWork(storage);
    const { tenant } = installation;
    const id = storage.random.id('ers');
    const asked = { reason: 'they asked', requestedBy: tenant.administrator.id } as const;
    await unitOfWork.run(tenant.id, (tx) =>
      tx.erasures.insert({
        ...{ id, ...asked, basis: 'request', requestedAt: Date.now() },
        scope: { subject: caller, from: undefined, to: undefined },
      }),
    );
    const use = { unitOfWork, clock: systemClock, random: storage.random };
    expect(await resumeErasure(tenant.id, id, use)).toMatchObject({ state: 'done', erased: 6 });

    const old = file('old.tar');
    await run('export', '--content', '--generation', '1', old);
    const { exit, printed } = await run('verify', old, '--json');
    expect(exit).toBe(2);
    const { findings, verdict } = JSON.parse(printed);
    expect(verdict).toBe('incomplete');
    for (const finding of findings) {
      expect(finding).toMatchObject({ check: 'V14', weight: 'incomplete' });
      expect(finding.message).toContain('verify that one too');
    }
    expect(findings).not.toEqual([]);
  });

  test('leaves the log that says so, and the old one without content, verified: 0', async () => {
    const [next, old] = [file('next.tar'), file('plain.tar')];
    await run('export', '--content', '--generation', '2', next);
    expect(await run('verify', next)).toMatchObject({ exit: 0 });
    await run('export', '--generation', '1', old);
    expect(await run('verify', old)).toMatchObject({ exit: 0 });
  });
});
