const blockBytes = 64;
const digestBytes = 32;
/** What is hashed is copied here piece by piece, and a call makes no object but its result. */
const pieceBytes = 64 * blockBytes;
const piece = new DataView(new ArrayBuffer(pieceBytes + 2 * blockBytes));
const pieceRoom = new Uint8Array(piece.buffer);
/** Words of the message schedule, the state, the digest: reused, because hashing is synchronous and calls never meet. */
const schedule = new Int32Array(64);
const state = new Int32Array(8);
const digest = new DataView(new ArrayBuffer(digestBytes));
const digestRoom = new Uint8Array(digest.buffer);

const initial = Int32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)));
const rounds = Int32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)));

/**
 * SHA-256 (FIPS 180-4), which the build of the dashboard puts in the place of `src/domain/audit/sha256.ts`: the digest
 * of Web Crypto is asynchronous, and missing where the page came over plain HTTP. What it hashes is public.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  state.set(initial);
  let at = 0;
  for (; at + pieceBytes <= bytes.length; at += pieceBytes) {
    pieceRoom.set(bytes.subarray(at, at + pieceBytes));
    compressUntil(pieceBytes);
  }
  pieceRoom.set(at === 0 ? bytes : bytes.subarray(at));
  compressUntil(pad(bytes.length - at, bytes.length));
  for (let index = 0; index < state.length; index++) digest.setInt32(4 * index, word(index));
  return digestRoom.slice();
}

/** Section 5.1.1: a one, zeros, and the length in bits as 64-bit big-endian. @returns where the last block ends */
function pad(rest: number, length: number): number {
  const end = Math.ceil((rest + 9) / blockBytes) * blockBytes;
  pieceRoom.fill(0, rest, end);
  pieceRoom[rest] = 0x80;
  piece.setUint32(end - 8, Math.floor(length / 2 ** 29));
  piece.setUint32(end - 4, (length << 3) >>> 0);
  return end;
}

function compressUntil(end: number): void {
  for (let at = 0; at < end; at += blockBytes) compress(at);
}

/** Section 6.2.2 for the block there. Indexes are within the arrays; the defaults are for the compiler. */
function compress(at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = piece.getInt32(at + 4 * t);
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
    const choice = g ^ (e & (f ^ g));
    const first = (h + big1 + choice + (rounds[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) | (c & (a | b)))) | 0;
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
