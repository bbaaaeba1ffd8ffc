import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyAddress } from '../../src/adapters/egress/address-class.ts';
import { createEgressPolicy, type EgressRules } from '../../src/adapters/egress/egress-policy.ts';
import type { OwnPlace } from '../../src/adapters/egress/own-places.ts';
import type { Destination } from '../../src/domain/credential/destination.ts';

type Version = 'ipv4' | 'ipv6';
type Network = readonly [base: string, bits: number];

// Ranges that nothing opens, written down a second time and read by Node's own matcher.
const never4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const never6: readonly Network[] = [
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['100::', 8],
  ['4000::', 2],
  ['2001:db8::', 32],
  ['2001::', 32],
  ['64:ff9b:1::', 48],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
  ['fd00:c1::a9fe:a9fe', 128],
];
const inside4: readonly Network[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
];

function listOf(networks: readonly Network[], version: Version): BlockList {
  const list = new BlockList();
  for (const [base, bits] of networks) list.addSubnet(base, bits, version);
  return list;
}

const closed4 = listOf([...never4, ...inside4], 'ipv4');

const text4 = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const hex4 = (address: string) => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};
const any4 = fc.integer({ min: 0, max: 0xff_ff_ff_ff }).map((value) => text4(value >>> 0));

function within4([base, bits]: Network): fc.Arbitrary<string> {
  const start = base.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  return fc
    .integer({ min: 0, max: 2 ** (32 - bits) - 1 })
    .map((offset) => text4((start + offset) >>> 0));
}

function within6([base, bits]: Network): fc.Arbitrary<string> {
  const start = groupsOf(base).reduce((value, group) => (value << 16n) | BigInt(group), 0n);
  return fc
    .bigInt({ min: 0n, max: (1n << BigInt(128 - bits)) - 1n })
    .map((offset) => text6(start + offset));
}

function groupsOf(text: string): number[] {
  const [head = '', tail = ''] = text.split('::').map(String);
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [front, back] = [read(head), read(tail)];
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
}

function text6(value: bigint): string {
  return Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16),
  ).join(':');
}

const never4Address = fc.oneof(...never4.map(within4));
/** Every address that nothing opens: plain, or carried by IPv6 in one of its ways. */
const neverAddress = fc.oneof(
  never4Address,
  fc.oneof(...never6.map(within6)),
  never4Address.map((address) => `::ffff:${address}`),
  fc.oneof(never4Address, fc.oneof(...inside4.map(within4))).chain((address) => {
    const hex = hex4(address);
    return fc.constantFrom(
      `64:ff9b::${hex}`,
      `2002:${hex}::1`,
      `::ffff:0:${hex}`,
      `2606:4700::5efe:${hex}`,
      `2606:4700::200:5efe:${hex}`,
    );
  }),
  // ::1 is loopback, which has a class of its own.
  any4.filter((address) => address !== '0.0.0.1').map((address) => `::${hex4(address)}`),
);
const publicAddress = any4.filter(
  (address) => !closed4.check(address) && classifyAddress(address) === 'public',
);
const anyAddress = fc.oneof(neverAddress, any4, ...inside4.map(within4), fc.constant('::1'));

const port = fc.oneof(fc.constantFrom(80, 443, 5432, 8080), fc.integer({ min: 1, max: 65_535 }));
const host = fc.constantFrom('llm.corp', 'metadata.google.internal', 'db.corp', 'api.openai.com');
const destination: fc.Arbitrary<Destination> = fc.record({
  scheme: fc.constantFrom('http' as const, 'https' as const),
  host,
  port,
  prefix: fc.constant('/v1'),
});

/** A list that tries hard: the destination itself, its address, the networks around it, everything there is. */
function listFor(target: Destination, addresses: readonly string[]): fc.Arbitrary<string[]> {
  const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);
  const lines = addresses.flatMap((address) => {
    const bits = address.includes(':') ? [0, 8, 64, 128] : [0, 8, 24, 32];
    const networks = bits.map((each) =>
      address.includes(':') ? `[${address}/${each}]` : `${address}/${each}`,
    );
    return [...networks, bracketed(address)].map((written) => `${written}:${target.port}`);
  });
  return fc.shuffledSubarray([
    ...lines,
    `${target.host}:${target.port}`,
    `0.0.0.0/0:${target.port}`,
    `[::/0]:${target.port}`,
  ]);
}

const scene = fc
  .record({ target: destination, addresses: fc.array(anyAddress, { minLength: 1, maxLength: 4 }) })
  .chain(({ target, addresses }) =>
    fc.record({
      target: fc.constant(target),
      addresses: fc.constant(addresses),
      allow: listFor(target, addresses),
    }),
  );

function policy(
  mode: EgressRules['mode'],
  allow: readonly string[],
  own: readonly OwnPlace[] = [],
) {
  return createEgressPolicy({
    mode,
    allow,
    own: () => own,
    localAddresses: () => ['127.0.0.1', '10.9.9.9'],
  });
}

const runs = { numRuns: 5_000 };

describe('for every list an operator could write', () => {
  test('what is never reachable stays so, alone or among good addresses', () => {
    fc.assert(
      fc.property(
        scene,
        fc.record({ address: neverAddress, at: fc.nat(4) }),
        fc.constantFrom('cloud' as const, 'onprem' as const),
        ({ target, addresses, allow }, bad, mode) => {
          const guard = policy(mode, [...allow, `${target.host}:${target.port}`]);
          const among = addresses.toSpliced(bad.at, 0, bad.address);
          expect(guard.refusal(target, among)).toBeDefined();
          expect(guard.refusal({ ...target, host: bad.address }, [bad.address])).toBeDefined();
        },
      ),
      runs,
    );
  });

  test('cloud mode decides as if there were no list', () => {
    fc.assert(
      fc.property(scene, ({ target, addresses, allow }) => {
        expect(policy('cloud', allow).refusal(target, addresses)).toBe(
          policy('cloud', []).refusal(target, addresses),
        );
      }),
      runs,
    );
  });

  test('cloud mode opens https on port 443 of public addresses, and nothing else', () => {
    fc.assert(
      fc.property(scene, publicAddress, ({ target, addresses, allow }, good) => {
        const isOpen = target.scheme === 'https' && target.port === 443;
        expect(policy('cloud', allow).refusal(target, [good]) === undefined).toBe(isOpen);
        const isGood = addresses.every((address) => classifyAddress(address) === 'public');
        expect(policy('cloud', allow).refusal(target, addresses) === undefined).toBe(
          isOpen && isGood,
        );
      }),
      runs,
    );
  });

  test("Monago's own places stay closed, by name and by each of their addresses", () => {
    fc.assert(
      fc.property(scene, fc.nat(3), ({ target, addresses, allow }, at) => {
        const own: OwnPlace = { host: 'database.corp', port: target.port, addresses };
        const guard = policy('onprem', [...allow, `database.corp:${target.port}`], [own]);
        expect(guard.refusal({ ...target, host: 'database.corp' }, ['10.1.1.1'])).toBeDefined();
        const address = addresses[at % addresses.length] ?? '';
        expect(guard.refusal(target, [address])).toBeDefined();
        expect(guard.refusal({ ...target, host: address }, [address])).toBeDefined();
        if (!address.includes(':'))
          expect(guard.refusal(target, [`::ffff:${address}`])).toBeDefined();
      }),
      runs,
    );
  });

  test('loopback is opened by its own line only', () => {
    fc.assert(
      fc.property(
        scene,
        fc.oneof(within4(['127.0.0.0', 8]), fc.constant('::1')),
        ({ target, allow }, loopback) => {
          const line = `${target.host}:${target.port}`;
          const hasLine = allow.includes(line);
          expect(policy('onprem', allow).refusal(target, [loopback]) === undefined).toBe(hasLine);
        },
      ),
      runs,
    );
  });
});

describe('the classes of addresses, against a second reading of the registries', () => {
  test('IPv4: closed ranges are never public, and all else is reachable', () => {
    fc.assert(
      fc.property(fc.oneof(any4, never4Address, ...inside4.map(within4)), (address) => {
        const isPublic = classifyAddress(address) === 'public';
        if (closed4.check(address)) expect(isPublic).toBe(false);
        // Anycast relays of 6to4, AS112 and AMT.
        else expect(isPublic).toBe(!/^(?:192\.(?:88\.99|31\.196|52\.193|175\.48))\./.test(address));
      }),
      { numRuns: 50_000 },
    );
  });

  test('IPv6: nothing outside 2000::/3 is public', () => {
    fc.assert(
      fc.property(within6(['::', 0]), (address) => {
        const group = Number.parseInt(address.split(':')[0] ?? '', 16);
        if (classifyAddress(address) === 'public') expect(group >> 13).toBe(1);
      }),
      { numRuns: 50_000 },
    );
  });
});
