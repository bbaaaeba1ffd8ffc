/** Words of the message schedule and the digest's state; reused, because hashing is synchronous and calls never meet. */
const schedule = new Int32Array(64);
const state = new Int32Array(8);

const blockBytes = 64;
const initial = Int32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)));
const rounds = Int32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)));

/**
 * SHA-256 (FIPS 180-4), which the build of the dashboard puts in the place of `src/domain/audit/sha256.ts`: the digest
 * of Web Crypto is asynchronous, and missing where the page came over plain HTTP. What it hashes is public.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  state.set(initial);
  const whole = bytes.length - (bytes.length % blockBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < whole; at += blockBytes) compress(view, at);
  const tail = paddedTail(bytes.subarray(whole), bytes.length);
  for (let at = 0; at < tail.byteLength; at += blockBytes) compress(tail, at);
  const digest = new DataView(new ArrayBuffer(32));
  for (let at = 0; at < 8; at++) digest.setInt32(4 * at, word(at));
  return new Uint8Array(digest.buffer);
}

/** Section 5.1.1: a one, zeros, and the length in bits as 64-bit big-endian. */
function paddedTail(rest: Uint8Array, length: number): DataView {
  const padded = new Uint8Array(rest.length + 9 > blockBytes ? 2 * blockBytes : blockBytes);
  padded.set(rest);
  padded[rest.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  return view;
}

/** Section 6.2.2 for one block. Indexes are within the arrays; the defaults are for the compiler. */
function compress(view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const two = schedule[t - 2] ?? 0;
    const fifteen = schedule[t - 15] ?? 0;
    const small1 = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
    const small0 = turn(fifteen, 7) ^ turn(fifteen, 18) ^ (fifteen >>> 3);
    schedule[t] = (small1 + (schedule[t - 7] ?? 0) + small0 + (schedule[t - 16] ?? 0)) | 0;
  }
  // One by one: through the array's iterator it takes twice as long.
  let a = word(0);
  let b = word(1);
  let c = word(2);
  let d = word(3);
  let e = word(4);
  let f = word(5);
  let g = word(6);
  let h = word(7);
  for (let t = 0; t < 64; t++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + big1 + choice + (rounds[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = word(0) + a;
  state[1] = word(1) + b;
  state[2] = word(2) + c;
  state[3] = word(3) + d;
  state[4] = word(4) + e;
  state[5] = word(5) + f;
  state[6] = word(6) + g;
  state[7] = word(7) + h;
}

function word(at: number): number {
  return state[at] ?? 0;
}

function turn(bits32: number, by: number): number {
  return (bits32 >>> by) | (bits32 << (32 - by));
}

/** The first 32 bits of the fraction, as sections 4.2.2 and 5.3.3 make the constants. */
function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}
