import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Pkcs11Kms } from '../../src/adapters/kms/pkcs11/pkcs11-kms.ts';
import { context, kmsConformance } from './kms.ts';

const library = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
].find(existsSync);

const tool = 'softhsm2-util';

/** What is missing for the tests on a real token, or undefined. */
function missing(): string | undefined {
  if (library === undefined) return 'SoftHSM2 is not installed';
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
  } catch {
    return `${tool} is not installed`;
  }
  try {
    createRequire(import.meta.url).resolve('pkcs11js');
  } catch {
    return 'the optional package pkcs11js is not installed';
  }
  return undefined;
}

const because = missing();
const token = 'monago';
const pin = '123456';
const clock = { now: () => Date.now(), monotonic: () => performance.now() };

function openKms(changes: { keys?: string[]; pin?: string; token?: string } = {}): Pkcs11Kms {
  const settings = { library: library ?? '', token, pin, keys: ['kek-one', 'kek-two'], ...changes };
  return new Pkcs11Kms(settings, { random: randomBytes, clock, timeoutMs: 5_000 });
}

/** Another view of the library that the process has loaded. */
function cryptokiOf(): Cryptoki {
  const { PKCS11 } = createRequire(import.meta.url)('pkcs11js');
  const cryptoki: Cryptoki = new PKCS11();
  cryptoki.load(library ?? '');
  return cryptoki;
}

interface Cryptoki {
  load(path: string): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Buffer[];
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_CloseAllSessions(slot: Buffer): void;
  C_Login(session: Buffer, userType: number, pin: string): void;
  C_GenerateKey(session: Buffer, mechanism: object, template: readonly object[]): Buffer;
}

/** Makes an AES-256 key of each label, which may or may not leave the token. */
function makeKeys(keys: readonly { label: string; canLeave: boolean }[]): void {
  const cryptoki = cryptokiOf();
  cryptoki.C_Initialize();
  const [slot = Buffer.alloc(0)] = cryptoki.C_GetSlotList(true);
  const session = cryptoki.C_OpenSession(slot, 6);
  cryptoki.C_Login(session, 1, pin);
  for (const { label, canLeave } of keys) {
    cryptoki.C_GenerateKey(session, { mechanism: 0x1080 }, [
      { type: 0x000, value: 4 },
      { type: 0x001, value: true },
      { type: 0x002, value: true },
      { type: 0x003, value: label },
      { type: 0x103, value: !canLeave },
      { type: 0x104, value: true },
      { type: 0x105, value: true },
      { type: 0x161, value: 32 },
      { type: 0x162, value: canLeave },
    ]);
  }
  cryptoki.C_Finalize();
}

function closeAllSessions(): void {
  const cryptoki = cryptokiOf();
  for (const slot of cryptoki.C_GetSlotList(true)) cryptoki.C_CloseAllSessions(slot);
}

const title = `PKCS #11 with SoftHSM2${because === undefined ? '' : ` (skipped: ${because})`}`;

describe.skipIf(because !== undefined)(title, () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monago-softhsm-'));
    await mkdir(join(folder, 'tokens'));
    const settings = `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\n`;
    await writeFile(join(folder, 'softhsm2.conf'), settings);
    process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
    const init = ['--init-token', '--free', '--label', token, '--pin', pin, '--so-pin', pin];
    execFileSync(tool, init, { stdio: 'ignore' });
    const safe = ['kek-one', 'kek-two', 'twice', 'twice'];
    const keys = safe.map((label) => ({ label, canLeave: false }));
    makeKeys([...keys, { label: 'can-leave', canLeave: true }]);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  kmsConformance('PKCS #11 with SoftHSM2', async () => {
    const [kms, other] = [openKms(), openKms({ keys: ['kek-two'] })];
    return {
      kms,
      other,
      bindsContext: true,
      close: async () => {
        kms.close();
        other.close();
      },
    };
  });

  test.each([
    ['a key that is not there', { keys: ['kek-three'] }, 'no AES key kek-three'],
    ['a key that can leave its token', { keys: ['can-leave'] }, 'can leave its token'],
    ['two keys of one label', { keys: ['twice'] }, 'Two AES keys'],
    ['a token that is not there', { token: 'other' }, 'No slot holds the token other'],
  ])('refuses %s, and says so', async (_, changes, words) => {
    const kms = openKms(changes);
    await expect(kms.probe()).rejects.toThrow(words);
    kms.close();
  });

  test('logs in again when its sessions were closed under it', async () => {
    const kms = openKms();
    const dek = randomBytes(32);
    const wrapped = await kms.wrap(dek, context);
    closeAllSessions();
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => kms.unwrap(wrapped, context)),
    );
    expect(opened.every((one) => one.equals(dek))).toBe(true);
    kms.close();
  });

  test('waits in line for its few sessions, and refuses those it has no place for', async () => {
    const kms = openKms();
    const wrapped = await kms.wrap(randomBytes(32), context);
    const all = await Promise.allSettled(
      Array.from({ length: 400 }, () => kms.unwrap(wrapped, context)),
    );
    const served = all.filter(({ status }) => status === 'fulfilled').length;
    const refused = all.filter(
      (one) => one.status === 'rejected' && one.reason.code === 'kms_unavailable',
    ).length;
    expect(served).toBe(260);
    expect(refused).toBe(140);
    kms.close();
  });

  test('tries a wrong PIN once and never again, because the token would lock itself', async () => {
    await openKms().probe();
    closeAllSessions();
    const kms = openKms({ pin: '654321' });
    await expect(kms.probe()).rejects.toThrow('refused the PIN');
    await expect(kms.wrap(randomBytes(32), context)).rejects.toThrow('refused the PIN');
    const right = openKms();
    await right.probe();
    right.close();
  });
});

describe('PKCS #11 without what it needs', () => {
  test('names the package, or the library that cannot be loaded', async () => {
    const settings = { library: '/nonexistent/library.so', token, pin, keys: ['k'] };
    const kms = new Pkcs11Kms(settings, { random: randomBytes, clock, timeoutMs: 1_000 });
    await expect(kms.probe()).rejects.toThrow(/pkcs11js, which is not installed|cannot be loaded/);
  });
});
