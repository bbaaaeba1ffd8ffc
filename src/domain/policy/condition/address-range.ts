type Address = readonly number[];

/**
 * Whether an address lies in a range in CIDR notation (RFC 4632; RFC 4291 section 2.3). An IPv4 address that is written as an
 * IPv6 one (`::ffff:10.0.0.1`) is an IPv4 address. What is no address lies in no range.
 * @returns undefined when the range is not one, or has bits set after its prefix
 */
export function compileRange(range: string): ((address: string) => boolean) | undefined {
  const [written, prefixText, surplus] = range.split('/');
  const base = bytesOf(written ?? '');
  if (base === undefined || prefixText === undefined || surplus !== undefined) return undefined;
  const prefix = Number(prefixText);
  if (!/^\d{1,3}$/.test(prefixText) || prefix > base.length * 8) return undefined;
  if (!isSamePrefix(base, withoutHost(base, prefix), base.length * 8)) return undefined;
  return (address) => {
    const bytes = bytesOf(address);
    return bytes !== undefined && isSamePrefix(bytes, base, prefix);
  };
}

function isSamePrefix(a: Address, b: Address, bits: number): boolean {
  if (a.length !== b.length) return false;
  const left = withoutHost(a, bits);
  return withoutHost(b, bits).every((byte, index) => byte === left[index]);
}

function withoutHost(address: Address, bits: number): Address {
  return address.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept));
  });
}

function bytesOf(text: string): Address | undefined {
  if (!text.includes(':')) return bytesOfIpv4(text);
  const bytes = bytesOfIpv6(text);
  const isMapped = bytes?.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff));
  return isMapped ? bytes?.slice(12) : bytes;
}

function bytesOfIpv4(text: string): Address | undefined {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  // A leading zero means octal to some readers and decimal to others.
  return bytes.every((byte) => byte <= 255) && bytes.join('.') === text ? bytes : undefined;
}

function bytesOfIpv6(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [bytesOfGroups(halves[0] ?? ''), bytesOfGroups(halves[1] ?? '')];
  if (head === undefined || tail === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  const missing = 16 - head.length - tail.length;
  return missing < 2 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail];
}

function bytesOfGroups(text: string): Address | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    const isLast = index === groups.length - 1;
    const found = isLast && group.includes('.') ? bytesOfIpv4(group) : bytesOfGroup(group);
    if (found === undefined) return undefined;
    bytes.push(...found);
  }
  return bytes.length <= 16 ? bytes : undefined;
}

function bytesOfGroup(group: string): Address | undefined {
  if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
