import { setTimeout as pause } from 'node:timers/promises';
import { PostgresKeyRegistry } from '../adapters/database/postgres-key-registry.ts';
import { PostgresUnitOfWork } from '../adapters/database/postgres-unit-of-work.ts';
import { sqlStateOf } from '../adapters/database/sql-state.ts';
import { EnvelopeVault } from '../adapters/kms/envelope-vault.ts';
import { heldOf } from '../adapters/kms/key-check.ts';
import {
  fact,
  nextStep,
  planActivate,
  planRetire,
  planRewrap,
  planStage,
  planVerify,
  RotationRefusal,
  rotationOf,
} from '../adapters/kms/key-rotation.ts';
import { type OpenedRows, openSealedRows } from '../adapters/kms/open-sealed-rows.ts';
import { type Pace, paceOf } from '../adapters/kms/pace.ts';
import { rewrapAll } from '../adapters/kms/rewrap.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { KeyCheckValue } from '../ports/kms.ts';
import { listTo, progressOf, statusLines } from './key-report.ts';
import { openStorage, type Storage } from './storage.ts';
import { version } from './version.ts';

export interface RotationIo {
  print(line: string): void;
}

/** The steps of replacing the key-encryption key, each of them safe to repeat. They resolve with an exit code. */
export interface KeyRotationSteps {
  stage(wanted: string | undefined): Promise<number>;
  activate(): Promise<number>;
  rewrap(): Promise<number>;
  /** Opens every stored secret and records that nothing needs a former key any more. */
  verify(): Promise<number>;
  retire(): Promise<number>;
  status(): Promise<number>;
  /** Opens every stored secret, under whichever key. */
  openAll(): Promise<number>;
}

export interface RotationOptions {
  readonly rowsPerSecondMax: number;
}

const localPrefix = 'local:';
const catchUpMs = 20_000;
const reachMs = 10_000;
const pollMs = 500;

/** Works beside a running Monago. @throws StartupRefusal and what `openKeys` throws */
export async function withKeyRotation<T>(
  config: Config,
  options: RotationOptions & RotationIo,
  task: (steps: KeyRotationSteps) => Promise<T>,
): Promise<T> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const commit = {
      database: storage.database,
      audit: storage.auditLog,
      // This process serves nobody, so there is no gateway in it that would have to catch up.
      directory: { caughtUp: async () => undefined },
      random: storage.random,
      clock: systemClock,
      version,
    };
    await new PostgresUnitOfWork(commit).openPlatformTenant();
    return await task(
      new RotationCommands({
        storage,
        registry: new PostgresKeyRegistry(storage.database, commit),
        pace: paceOf(options.rowsPerSecondMax, pause),
        print: options.print,
      }),
    );
  } finally {
    await storage.close();
  }
}

interface CommandsUse extends RotationIo {
  readonly storage: Storage;
  readonly registry: PostgresKeyRegistry;
  readonly pace: Pace;
}

class RotationCommands implements KeyRotationSteps {
  readonly #use: CommandsUse;

  constructor(use: CommandsUse) {
    this.#use = use;
  }

  async stage(wanted: string | undefined): Promise<number> {
    const { registry, storage, print } = this.#use;
    const { service, keyring } = storage.keys;
    const held = async () => {
      await service.refresh();
      return service.service.probe();
    };
    const make = keyring && (async () => void (await keyring.add(systemClock.now())));
    const change = await registry.change((state) => planStage(state, { held, make, wanted }));
    const { staged } = rotationOf(await registry.state());
    print(
      `${staged?.kekRef} is staged${change === undefined ? ' already' : ''}; it wraps nothing yet.`,
    );
    if (keyring !== undefined) {
      print(`It is in ${keyring.path}. Back that file up, and bring it to every other node.`);
    }
    print('Next: monago key rotate activate');
    return 0;
  }

  async activate(): Promise<number> {
    const { registry, storage, print } = this.#use;
    const { service, keyring } = storage.keys;
    const checks = await service.service.probe();
    await this.#awaitHolders(checks);
    const change = await registry.change(async (state) =>
      planActivate(state, heldOf(state.keys, checks)),
    );
    const { active } = rotationOf(await registry.state());
    print(`${active.kekRef} is active${change === undefined ? ' already' : ''}.`);
    if (active.kekRef.startsWith(localPrefix)) {
      await keyring?.activate(active.kekRef.slice(localPrefix.length));
    }
    await this.#awaitNodes(active.kekRef);
    print(`Next: ${nextStep(await registry.state())}`);
    return 0;
  }

  async rewrap(): Promise<number> {
    const { registry, storage, pace, print } = this.#use;
    const { to, from } = planRewrap(await registry.state());
    const rows = storage.keys.sealedRows;
    const remaining = await rows.count(to);
    if (remaining === 0) {
      print(`Every stored secret is wrapped under ${to}.`);
      return 0;
    }
    const target = { kekRef: to };
    const started = { ...fact('rewrap_started', from, target), remaining };
    await registry.change(async () => ({ step: 'record', fact: started }));
    const tell = progressOf(print);
    const done = await rewrapAll(
      {
        kms: storage.keys.service.service,
        rows,
        clock: systemClock,
        pace,
        onProgress: (now) => tell(`${now.rewrapped} wrapped anew, ${now.remaining} to go`),
      },
      to,
    );
    const { rewrapped } = done;
    const finished = { ...fact('rewrapped', from, target), rewrapped, remaining: done.remaining };
    await registry.change(async () => ({ step: 'record', fact: finished }));
    print(`${rewrapped} wrapped anew under ${to}; ${done.remaining} are left under another key.`);
    listTo(print, 'These do not open under the key that they name', done.unreadable);
    if (done.remaining > 0) return 1;
    print('Next: monago key rotate verify');
    return 0;
  }

  async verify(): Promise<number> {
    const { registry, print } = this.#use;
    planRewrap(await registry.state());
    const { opened, unreadable } = await this.#openRows();
    if (unreadable.length > 0) return 1;
    await registry.change(async (state) => planVerify(state, opened));
    const state = await registry.state();
    print(`All of them are wrapped under ${rotationOf(state).active.kekRef}.`);
    print(`Next: ${nextStep(state)}`);
    return 0;
  }

  async retire(): Promise<number> {
    const { registry, storage, print } = this.#use;
    const change = await retired(() => registry.change(async (state) => planRetire(state)));
    const state = await registry.state();
    if (change?.step === 'retire') print(`Retired: ${change.kekRefs.join(', ')}`);
    else print('There is no former key left to retire.');
    const kids = state.retired
      .filter((kekRef) => kekRef.startsWith(localPrefix))
      .map((kekRef) => kekRef.slice(localPrefix.length));
    const archive = await storage.keys.keyring?.archive(new Set(kids));
    if (archive !== undefined) {
      print(
        `Taken out of the keyring and put into ${archive}. Take the key out of the keyrings of other nodes too.`,
      );
    }
    if (change !== undefined)
      print(
        'Backups of the database from before the rotation still need a retired key: keep it, away from here, as long as them.',
      );
    return 0;
  }

  async status(): Promise<number> {
    const { registry, print } = this.#use;
    const state = await registry.state();
    for (const line of statusLines(state)) print(line);
    return 0;
  }

  async openAll(): Promise<number> {
    return (await this.#openRows()).unreadable.length > 0 ? 1 : 0;
  }

  async #openRows(): Promise<OpenedRows> {
    const { storage, pace, print } = this.#use;
    const { service, sealedRows } = storage.keys;
    const tell = progressOf(print);
    const result = await openSealedRows({
      vault: new EnvelopeVault(service.service, storage.random.bytes),
      rows: sealedRows,
      clock: systemClock,
      pace,
      onProgress: (now) => tell(`${now.opened} of ${now.total} opened`),
    });
    print(`${result.opened} stored secrets open.`);
    listTo(print, 'These do not open', result.unreadable);
    return result;
  }

  /** A node looks every two seconds whether its keyring was changed. */
  async #awaitHolders(held: readonly KeyCheckValue[]): Promise<void> {
    const { registry, print } = this.#use;
    const end = systemClock.monotonic() + reachMs;
    for (let isTold = false; ; isTold = true) {
      const { keys, holders } = await registry.state();
      const staged = keys.find(({ state }) => state === 'staged')?.kekRef;
      // Without it here, or without one, there is nothing to wait for.
      if (staged === undefined || !heldOf(keys, held).includes(staged)) return;
      const isEverywhere = holders.every(({ holds }) => holds.includes(staged));
      if (isEverywhere || systemClock.monotonic() > end) return;
      if (!isTold) print('Waiting until every running node has it …');
      await pause(pollMs);
    }
  }

  async #awaitNodes(kekRef: string): Promise<void> {
    const { registry, print } = this.#use;
    const end = systemClock.monotonic() + catchUpMs;
    for (;;) {
      const { holders } = await registry.state();
      const behind = holders.filter(({ wrapsUnder }) => wrapsUnder !== kekRef);
      const told = `${holders.length - behind.length} of ${holders.length} running nodes wrap under it.`;
      if (behind.length === 0 || systemClock.monotonic() > end) return print(told);
      await pause(pollMs);
    }
  }
}

/** A secret may be stored under a former key in the very moment in which nobody sees one. */
async function retired<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (sqlStateOf(failure) !== 'foreign_key_violation') throw failure;
    throw new RotationRefusal(
      'A secret was just stored under a former key. Run: monago key rotate rewrap',
    );
  }
}
