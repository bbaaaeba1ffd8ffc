import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classifyAddress } from '../../src/adapters/egress/address-class.ts';
import {
  type ClosableEgress,
  createEgress,
  type EgressOptions,
} from '../../src/adapters/egress/egress.ts';
import type { Lookup } from '../../src/adapters/egress/resolve-all.ts';
import { canonicalDestination, parseDestination } from '../../src/domain/credential/destination.ts';
import { hostileNames, hostilePlaces } from './egress-attack-places.ts';
import { hostileSpellings } from './egress-attack-spellings.ts';
import type { AttackVector } from './egress-attack-vector.ts';
import { type ConnectWatch, openTrap, type Trap, watchConnects } from './egress-connects.ts';
import { attempt, codeOf } from './egress-dispatch.ts';

const attackVectors = [...hostileSpellings, ...hostilePlaces];

/** How the operator may have set the guard up. */
const settings = [
  { name: 'cloud', mode: 'cloud', list: 'nothing' },
  { name: 'cloud, with every network in the ignored list', mode: 'cloud', list: 'network' },
  { name: 'on-premise', mode: 'onprem', list: 'nothing' },
  { name: 'on-premise, every network in the list', mode: 'onprem', list: 'network' },
  { name: 'on-premise, the very destination in the list', mode: 'onprem', list: 'line' },
] as const;

const lookup: Lookup = (hostname, _options, callback) => {
  const found = hostileNames[hostname];
  if (found === undefined) return callback(new Error('ENOTFOUND'), []);
  callback(
    null,
    found.map((address): LookupAddress => ({ address, family: isIP(address) })),
  );
};

/** An address of this machine that other machines see, where it has one. */
const machine =
  Object.values(networkInterfaces())
    .flatMap((cards) => cards ?? [])
    .find(({ address }) => isIP(address) === 4 && classifyAddress(address) !== 'loopback')
    ?.address ?? '127.0.0.3';

describe(`${attackVectors.length} ways to make Monago connect where it must not`, () => {
  let trap: Trap;
  let listener: Trap;
  let connects: ConnectWatch;

  beforeAll(async () => {
    trap = await openTrap(['127.0.0.1', '127.0.0.2', '::1']);
    listener = await openTrap(['0.0.0.0', '::1']);
    connects = watchConnects();
  });

  afterAll(async () => {
    connects.stop();
    await trap.close();
    await listener.close();
  });

  const urlOf = ({ url }: AttackVector) =>
    url
      .replace('{trap}', String(trap.port))
      .replace('{own}', String(listener.port))
      .replace('{machine}', machine);

  function egress(mode: EgressOptions['mode'], allow: readonly string[]): ClosableEgress {
    return createEgress({
      mode,
      allow,
      own: () => [
        { host: '0.0.0.0', port: listener.port },
        { host: 'Db.Corp', port: 5432 },
        { host: 'monago.corp', port: 443, isNameOnly: true },
      ],
      connectTimeoutMs: 500,
      headTimeoutMs: 500,
      idleTimeoutMs: 500,
      totalTimeoutMs: 1_000,
      connectionsMax: 1,
      lookup,
    });
  }

  test('there are at least 120, and no two are the same', () => {
    expect(new Set(attackVectors.map(({ url }) => url)).size).toBe(attackVectors.length);
    expect(attackVectors.length).toBeGreaterThanOrEqual(120);
  });

  test.each(attackVectors)('$kind: $url', async (vector) => {
    const url = urlOf(vector);
    for (const { name, mode, list } of settings) {
      const through = egress(mode, allowing(url, list));
      const verdict = await save(through, url);
      if (opens(vector, mode, list)) expect(verdict, name).toBe('ok');
      else {
        expect(verdict, name).toBe('bad_base_url');
        await expectNoWayOut(through, url);
      }
      await through.close();
      expect(connects.targets, name).toEqual([]);
      expect(trap.accepted() + listener.accepted(), name).toBe(0);
    }
  });

  test('the counters count: what the operator opened is connected to', async () => {
    const url = `http://127.0.0.1:${trap.port}`;
    const through = egress('onprem', [`127.0.0.1:${trap.port}`]);
    expect(await save(through, url)).toBe('ok');
    await attempt(through, canonicalDestination(url));
    await through.close();
    expect(connects.targets).toEqual([`127.0.0.1:${trap.port}`]);
    expect(trap.accepted()).toBe(1);
  });
});

const ports = [22, 25, 53, 80, 443, 3306, 5432, 6379, 8443, 9200, 32_526, 65_535];

function allowing(url: string, list: AttackVector['opensWith']): string[] {
  if (list === 'nothing') return [];
  if (list === 'network') {
    const port = /:(\d{1,5})\//.exec(url)?.[1];
    const all = [...ports, ...(Number(port) > 0 && Number(port) <= 65_535 ? [Number(port)] : [])];
    return all.flatMap((each) => [`0.0.0.0/0:${each}`, `[::/0]:${each}`]);
  }
  // Where the destination has no canonical form, an operator could not write its line either.
  return forms(url).flatMap((form) => {
    try {
      const { host, port } = parseDestination(canonicalDestination(form));
      return [`${host.includes(':') ? `[${host}]` : host}:${port}`];
    } catch {
      return [];
    }
  });
}

function opens(
  { opensWith }: AttackVector,
  mode: EgressOptions['mode'],
  list: AttackVector['opensWith'],
): boolean {
  if (mode === 'cloud' || list === 'nothing' || opensWith === 'nothing') return false;
  return list === 'line' || opensWith === 'network';
}

/** `ok`, or the error's code: what happens when an administrator saves the URL. */
async function save(through: ClosableEgress, url: string): Promise<string> {
  try {
    await through.check(canonicalDestination(url));
    return 'ok';
  } catch (thrown) {
    return codeOf(thrown);
  }
}

/** What happens when a key is on its way to the URL, however it came into the database. */
async function expectNoWayOut(through: ClosableEgress, url: string): Promise<void> {
  for (const destination of forms(url)) {
    const { outcome, isKeyWiped } = await attempt(through, destination);
    expect(['blocked', 'unreachable', 'internal', 'bad_base_url'], destination).toContain(outcome);
    expect(isKeyWiped, destination).toBe(true);
  }
}

/** The URL as a destination: as it is made from what was typed, and as somebody could write it into the database. */
function forms(url: string): string[] {
  const written = new Set([url]);
  const [, scheme, host, path] = /^(https?):\/\/([^/]*)(.*)$/s.exec(url) ?? [];
  if (host !== undefined && !/:\d+$/.test(host)) written.add(`${scheme}://${host}:443${path}`);
  try {
    written.add(canonicalDestination(url));
  } catch {
    // It has no canonical form.
  }
  return [...written];
}
