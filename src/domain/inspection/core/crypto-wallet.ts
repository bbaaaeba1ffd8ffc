import type { Code, TokenDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

const shared = {
  kind: 'token',
  type: 'CRYPTO_WALLET',
  context: [
    ...[
      'bitcoin',
      'btc',
      'wallet',
      'ethereum',
      'eth',
      'crypto',
      'address',
      'litecoin',
      'ltc',
      'tron',
      'usdt',
    ],
    ...['dompet', 'kripto', 'alamat', 'dogecoin', 'ripple', 'xrp'],
  ],
} as const;

/** Bitcoin and Litecoin addresses of BIP 173 and BIP 350. */
export const bech32Detector: TokenDetector = {
  ...shared,
  id: 'core.wallet_bech32',
  lengthMin: 14,
  lengthMax: 74,
  score: 0.95,
  scoreInContext: 0.98,
  checksum: true,
  accepts: isBech32,
};

/** Bitcoin addresses before BIP 173; their check digits would need a hash function. */
export const base58Detector: TokenDetector = {
  ...shared,
  id: 'core.wallet_base58',
  lengthMin: 26,
  lengthMax: 35,
  score: 0.6,
  scoreInContext: 0.9,
  checksum: false,
  accepts: ({ written }) =>
    /^[13][1-9A-HJ-NP-Za-km-z]+$/.test(written) &&
    /[a-z]/.test(written) &&
    /[A-Z]/.test(written) &&
    (written.match(/\d/g) ?? []).length >= 2,
};

/** Ethereum accounts: 20 bytes in hexadecimal notation. */
export const ethereumDetector: TokenDetector = {
  ...shared,
  id: 'core.wallet_ethereum',
  lengthMin: 42,
  lengthMax: 42,
  score: 0.7,
  scoreInContext: 0.95,
  checksum: false,
  accepts: ({ written }) => /^0x[0-9a-fA-F]{40}$/.test(written),
};

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function isBech32({ written }: Code): boolean {
  const address = written.toLowerCase();
  if (address !== written && written.toUpperCase() !== written) return false;
  const human = ['bc', 'tb', 'ltc'].find((prefix) => address.startsWith(`${prefix}1`));
  if (human === undefined) return false;
  const values = [...address.slice(human.length + 1)].map((symbol) => alphabet.indexOf(symbol));
  if (values.includes(-1)) return false;
  const rest = polymod([...expanded(human), ...values]);
  return rest === 1 || rest === 0x2bc830a3;
}

function expanded(human: string): readonly number[] {
  const units = [...human].map((symbol) => unitAt(symbol, 0));
  return [...units.map((unit) => unit >> 5), 0, ...units.map((unit) => unit & 31)];
}

function polymod(values: readonly number[]): number {
  let rest = 1;
  for (const value of values) {
    const top = rest >> 25;
    rest = ((rest & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >> bit) & 1) rest ^= generator;
  }
  return rest;
}
