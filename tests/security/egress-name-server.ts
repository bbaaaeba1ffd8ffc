import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { Lookup } from '../../src/adapters/egress/resolve-all.ts';

/** What one query is answered with: addresses, which only those of the asked type are sent of, behind aliases or not. */
export interface DnsAnswer {
  readonly addresses: readonly string[];
  /** Aliases on the way, as CNAME records. */
  readonly aliases?: readonly string[];
}

/** A name server on loopback that changes its mind as scripted (RFC 1035; every answer has a TTL of 0). */
export interface NameServer {
  /** Resolution through this server alone, with no cache in between. */
  readonly lookup: Lookup;
  /** Questions answered so far, as `A name`. */
  readonly asked: readonly string[];
  /** Each resolution of the name takes the next answer; the last one stays. */
  script(name: string, answers: readonly DnsAnswer[]): void;
  close(): Promise<void>;
}

const types = { A: 1, CNAME: 5, AAAA: 28 } as const;
type AddressType = 'A' | 'AAAA';

export async function startNameServer(): Promise<NameServer> {
  const scripts = new Map<
    string,
    { answers: readonly DnsAnswer[]; taken: Record<AddressType, number> }
  >();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type } = question(query);
    asked.push(`${type} ${name}`);
    const script = scripts.get(name);
    const answer = script?.answers[Math.min(script.taken[type], script.answers.length - 1)];
    if (script !== undefined) script.taken[type] += 1;
    socket.send(reply(query, { name, type, answer }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    lookup: lookupThrough(resolver),
    asked,
    script: (name, answers) => scripts.set(name, { answers, taken: { A: 0, AAAA: 0 } }),
    close: async () => {
      resolver.cancel();
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** As the system resolves: both kinds of address, one answer. */
function lookupThrough(resolver: Resolver): Lookup {
  return (hostname, _options, callback) => {
    const ask = (how: 'resolve4' | 'resolve6') =>
      new Promise<string[]>((resolve) => {
        resolver[how](hostname, (error, found) => resolve(error === null ? found : []));
      });
    Promise.all([ask('resolve4'), ask('resolve6')]).then(
      (found) =>
        callback(
          null,
          found.flat().map((address) => ({ address, family: isIP(address) })),
        ),
      (error: Error) => callback(error, []),
    );
  };
}

function question(query: Buffer): { name: string; type: AddressType } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1) === types.AAAA ? 'AAAA' : 'A';
  return { name: labels.join('.').toLowerCase(), type };
}

function reply(
  query: Buffer,
  { name, type, answer }: { name: string; type: AddressType; answer: DnsAnswer | undefined },
): Buffer {
  const aliases = answer?.aliases ?? [];
  const owner = aliases.at(-1) ?? name;
  const version = type === 'A' ? 4 : 6;
  const records = [
    ...aliases.map((alias, i) => record(aliases[i - 1] ?? name, 'CNAME', encodeName(alias))),
    ...(answer?.addresses ?? [])
      .filter((address) => isIP(address) === version)
      .map((address) => record(owner, type, encodeAddress(address))),
  ];
  const questionEnd = 12 + name.length + 2 + 4;
  const head = Buffer.from(query.subarray(0, questionEnd));
  // A response, authoritative, recursion available; one question, these answers, nothing else.
  head.writeUInt16BE(0x8580, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...records]);
}

function record(name: string, type: keyof typeof types, content: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(types[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(content.length, 8);
  return Buffer.concat([encodeName(name), fixed, content]);
}

function encodeName(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1'));
  return Buffer.concat([...labels, Buffer.alloc(1)]);
}

function encodeAddress(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [
    ...groups(head),
    ...Array.from({ length: missing }, () => '0'),
    ...groups(tail ?? ''),
  ];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
