import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classifyAddress } from '../../src/adapters/egress/address-class.ts';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import type { OwnEndpoint } from '../../src/adapters/egress/own-places.ts';
import { type ConnectWatch, openTrap, type Trap, watchConnects } from './egress-connects.ts';
import { attempt, codeOf } from './egress-dispatch.ts';
import { type DnsAnswer, type NameServer, startNameServer } from './egress-name-server.ts';

const at = (...addresses: string[]): DnsAnswer => ({ addresses });
const publicly = at('93.184.216.34');

/** An internal address of this machine: the operator can open its network without opening loopback. */
const inside = Object.values(networkInterfaces())
  .flatMap((cards) => cards ?? [])
  .find(({ address }) => classifyAddress(address) === 'private')?.address;

describe('a name server that changes its mind', () => {
  let names: NameServer;
  let trap: Trap;
  let connects: ConnectWatch;
  const open: ClosableEgress[] = [];

  beforeAll(async () => {
    names = await startNameServer();
    trap = await openTrap(['127.0.0.1', '::1']);
    connects = watchConnects();
  });

  afterAll(async () => {
    connects.stop();
    for (const each of open) await each.close();
    await trap.close();
    await names.close();
  });

  let before = 0;
  let trapped = 0;
  beforeEach(() => {
    before = connects.targets.length;
    trapped = trap.accepted();
  });

  function egress(allow: readonly string[] = [], own: readonly OwnEndpoint[] = []): ClosableEgress {
    const made = createEgress({
      mode: 'onprem',
      allow,
      own: () => own,
      connectTimeoutMs: 500,
      headTimeoutMs: 1_000,
      idleTimeoutMs: 1_000,
      totalTimeoutMs: 2_000,
      connectionsMax: 1,
      lookup: names.lookup,
    });
    open.push(made);
    return made;
  }

  function expectNoConnect(): void {
    expect(connects.targets.slice(before)).toEqual([]);
    expect(trap.accepted() - trapped).toBe(0);
  }

  /** Ports of the internal network that the operator has opened, the trap's among them. */
  const opened = () => [`10.0.0.0/8:${trap.port}`];

  test('is really asked, and what it answers is what the guard sees', async () => {
    names.script('steady.test', [
      { addresses: ['10.1.2.3', 'fd12::3'], aliases: ['alias.test', 'end.test'] },
    ]);
    const seen = await new Promise((resolve) => {
      names.lookup('steady.test', { all: true }, (_error, found) => resolve(found));
    });
    expect(seen).toEqual([
      { address: '10.1.2.3', family: 4 },
      { address: 'fd12::3', family: 6 },
    ]);
    expect(names.asked).toContain('A steady.test');
    expect(names.asked).toContain('AAAA steady.test');
  });

  test.each([
    ['loopback', at('127.0.0.1')],
    ['loopback over IPv6', at('::1')],
    ['metadata', at('169.254.169.254')],
    ['metadata over IPv6', at('fd00:ec2::254')],
    ['an internal address and loopback', at('10.0.0.5', '127.0.0.1')],
    ['loopback and an internal address', at('127.0.0.1', '10.0.0.5')],
    ['an internal address, and loopback over IPv6', at('10.0.0.5', '::1')],
    [
      'loopback behind aliases',
      { addresses: ['127.0.0.1'], aliases: ['a.test', 'b.test', 'c.test'] },
    ],
    ['loopback in IPv6 clothes', at('::ffff:7f00:1')],
    ['nothing', at()],
  ])('saved with a good address, then %s: nothing is connected', async (_, then) => {
    const through = egress(opened());
    names.script('rebound.test', [at('10.0.0.5'), then]);
    const destination = `https://rebound.test:${trap.port}/v1`;
    await through.check(destination);
    for (let round = 0; round < 3; round += 1) {
      const { outcome, isKeyWiped } = await attempt(through, destination);
      expect(['blocked', 'unreachable']).toContain(outcome);
      expect(isKeyWiped).toBe(true);
    }
    expectNoConnect();
  });

  test.each([
    ['loopback', at('127.0.0.1'), publicly],
    ['metadata', at('169.254.169.254'), publicly],
    ['a public address and metadata', at('93.184.216.34', '169.254.169.254'), publicly],
    ['a public address, and loopback over IPv6', at('93.184.216.34', '::1'), publicly],
  ])('%s at first, a public address later: it is not saved', async (_, first, later) => {
    names.script('reversed.test', [first, later]);
    const refused = await egress().check('https://reversed.test:443/v1').catch(codeOf);
    expect(refused).toBe('bad_base_url');
    expectNoConnect();
  });

  test('a name saved as public leads to metadata when it is used', async () => {
    const through = egress();
    names.script('public-first.test', [publicly, at('169.254.169.254')]);
    await through.check('https://public-first.test:443/v1');
    expect((await attempt(through, 'https://public-first.test:443/v1')).outcome).toBe('blocked');
    expectNoConnect();
  });

  test.skipIf(inside === undefined)(
    'an answer that changes with every single question never leads a connection astray (needs an internal address)',
    async () => {
      const server = await serve(inside ?? '');
      const port = portOf(server);
      const bait = await openTrap(['127.0.0.1'], port);
      const through = egress([network(inside ?? '', port)]);
      const turns = Array.from({ length: 60 }, (_, turn) =>
        at(turn % 2 === 0 ? (inside ?? '') : '127.0.0.1'),
      );
      names.script('flipping.test', turns);
      const outcomes: string[] = [];
      for (let round = 0; round < turns.length; round += 1) {
        outcomes.push((await attempt(through, `http://flipping.test:${port}/v1`)).outcome);
      }
      expect(new Set(connects.targets.slice(before))).toEqual(new Set([`${inside}:${port}`]));
      expect(bait.accepted()).toBe(0);
      // One question a connection: were there two, the second answer would have been the other one.
      expect(outcomes).toEqual(turns.map((_, turn) => (turn % 2 === 0 ? '200' : 'blocked')));
      await bait.close();
      await new Promise((done) => server.close(done));
    },
  );

  describe("Monago's own database, known by name", () => {
    const own = [{ host: 'db.test', port: 5432 }];
    const allow = ['10.0.0.0/8:5432', '10.0.0.0/8:5433'];

    test('is not reached by its address either, and not by where it moves to', async () => {
      names.script('db.test', [at('10.0.0.9')]);
      const through = egress(allow, own);
      const verdict = (destination: string) => through.check(destination).then(() => 'ok', codeOf);
      expect(await verdict('http://10.0.0.9:5432')).toBe('bad_base_url');
      expect((await attempt(through, 'http://10.0.0.9:5432')).outcome).toBe('blocked');
      expect(await verdict('http://db.test:5432')).toBe('bad_base_url');
      expect(await verdict('http://10.0.0.10:5432')).toBe('ok');
      expect(await verdict('http://10.0.0.9:5433')).toBe('ok');
      names.script('db.test', [at('10.0.0.10')]);
      const moved = egress(allow, own);
      expect(await moved.check('http://10.0.0.10:5432').catch(codeOf)).toBe('bad_base_url');
      expectNoConnect();
    });

    test('keeps every internal address at its port closed while its own is not known', async () => {
      names.script('db.test', [at()]);
      const through = egress(allow, own);
      expect(await through.check('http://10.0.0.11:5432').catch(codeOf)).toBe('bad_base_url');
      expect((await attempt(through, 'http://10.0.0.11:5432')).outcome).toBe('blocked');
      expect(await through.check('http://10.0.0.11:5433').then(() => 'ok')).toBe('ok');
      expectNoConnect();
    });
  });
});

function network(address: string, port: number): string {
  return address.includes(':') ? `[${address}/128]:${port}` : `${address}/32:${port}`;
}

async function serve(host: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('connection', 'close');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('the server does not listen');
  return address.port;
}
