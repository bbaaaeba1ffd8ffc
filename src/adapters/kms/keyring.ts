import { decodeBase64 } from '../../domain/audit/base64.ts';
import { keyBytes } from './aes-gcm.ts';

/** One key-encryption key of the keyring file. */
export interface KeyringKey {
  /** Name of the key; rows refer to it as `local:<kid>`. */
  readonly kid: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** The keys of a keyring file; the active one wraps, all of them unwrap. */
export interface Keyring {
  readonly active: KeyringKey;
  readonly keys: readonly KeyringKey[];
}

/** What is wrong with a keyring file; the message is for the operator and never holds key material. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

const linePattern = /^(\*?)([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/=]+)$/;
// 32 random bytes repeat this much once in more starts than there will ever be.
const distinctBytesMin = 20;

/**
 * Reads the text of a keyring: one `kid:base64` a line, `#` begins a comment line, a `*` before the kid marks the
 * active key, and without a mark the first one is active.
 * @throws KeyringError
 */
export function parseKeyring(text: string): Keyring {
  const lines = text.split(/\r?\n/).flatMap((line, index) => {
    const isIgnored = line.trim() === '' || line.startsWith('#');
    return isIgnored ? [] : [readLine(line, index + 1)];
  });
  const keys = lines.map(({ key }) => key);
  const marked = lines.filter(({ isMarked }) => isMarked);
  const twice = keys.find(({ kid }, at) => keys.some((other, i) => i < at && other.kid === kid));
  if (twice !== undefined) throw new KeyringError(`${twice.kid} stands twice`);
  if (marked.length > 1) throw new KeyringError('more than one key is marked active with *');
  const active = marked[0]?.key ?? keys[0];
  if (active === undefined) throw new KeyringError('it holds no key');
  return { active, keys };
}

/** The text with a key more, and with the mark at the key that is active now: adding one never changes that. */
export function withKey(text: string, { kid, key }: KeyringKey): string {
  const marked = withActive(text, parseKeyring(text).active.kid);
  return `${marked}${marked.endsWith('\n') ? '' : '\n'}${lineOf({ kid, key })}`;
}

/** The text with the mark at another key. @throws KeyringError when there is no such key */
export function withActive(text: string, kid: string): string {
  if (!parseKeyring(text).keys.some((key) => key.kid === kid)) {
    throw new KeyringError(`it holds no key ${kid}`);
  }
  return mapLines(text, (line) => {
    const own = linePattern.exec(line)?.[2];
    if (own === undefined) return line;
    return `${own === kid ? '*' : ''}${line.replace(/^\*/, '')}`;
  });
}

/** The text without some keys, and their lines. */
export function withoutKeys(
  text: string,
  kids: ReadonlySet<string>,
): { readonly text: string; readonly removed: readonly string[] } {
  const removed: string[] = [];
  const rest = mapLines(text, (line) => {
    const own = linePattern.exec(line)?.[2];
    if (own === undefined || !kids.has(own)) return line;
    removed.push(line.replace(/^\*/, ''));
    return undefined;
  });
  return { text: rest, removed };
}

/** A line of the file, with its line feed. */
export function lineOf({ kid, key }: KeyringKey): string {
  return `${kid}:${key.toString('base64')}\n`;
}

function mapLines(text: string, change: (line: string) => string | undefined): string {
  const lines = text.split(/\r?\n/).map(change);
  return lines.filter((line) => line !== undefined).join('\n');
}

function readLine(line: string, number: number): { key: KeyringKey; isMarked: boolean } {
  const [, mark, kid, base64] = linePattern.exec(line) ?? [];
  if (kid === undefined || base64 === undefined) {
    throw new KeyringError(`line ${number} is not kid:base64 (32 bytes)`);
  }
  const key = bytesOf(base64);
  if (key?.length !== keyBytes) {
    throw new KeyringError(`key ${kid} is not base64 of exactly ${keyBytes} bytes`);
  }
  if (!looksRandom(key)) {
    throw new KeyringError(
      `key ${kid} is not random; make one with: openssl rand -base64 ${keyBytes}`,
    );
  }
  return { key: { kid, key }, isMarked: mark === '*' };
}

function bytesOf(base64: string): Buffer | undefined {
  try {
    return Buffer.from(decodeBase64(base64));
  } catch {
    return undefined;
  }
}

/** Refuses what people type when they mean to change it later: text, repetitions, counting. */
function looksRandom(key: Buffer): boolean {
  const isText = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  const steps = new Set(key.map((byte, at) => byte - (key[at - 1] ?? 0)).subarray(1));
  return !isText && steps.size > 2 && new Set(key).size >= distinctBytesMin;
}
