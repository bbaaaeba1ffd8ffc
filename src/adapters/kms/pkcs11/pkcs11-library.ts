import { createRequire } from 'node:module';
import { KmsSetupError } from '../remote/kms-setup-error.ts';

/** Handles of slots, sessions and objects; opaque. */
export type Handle = Buffer;

export interface Attribute {
  readonly type: number;
  readonly value?: Buffer | string | number | boolean;
}

export interface Mechanism {
  readonly mechanism: number;
  readonly parameter: {
    readonly type: number;
    readonly iv: Buffer;
    readonly aad: Buffer;
    readonly ivBits: number;
    readonly tagBits: number;
  };
}

/** The part of PKCS #11 that Monago calls, as the package `pkcs11js` shows it. */
export interface Cryptoki {
  load(path: string): void;
  C_Initialize(options: { flags: number }): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, count: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly Attribute[],
  ): { readonly value: Buffer }[];
  C_EncryptInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_EncryptAsync(session: Handle, input: Buffer, output: Buffer): Promise<Buffer>;
  C_DecryptInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_DecryptAsync(session: Handle, input: Buffer, output: Buffer): Promise<Buffer>;
}

interface Pkcs11Package {
  readonly PKCS11: new () => Cryptoki;
  /** The package's own number for the parameter of AES-GCM. */
  readonly CK_PARAMS_AES_GCM: number;
}

export interface Pkcs11Library {
  readonly cryptoki: Cryptoki;
  readonly gcmParameterType: number;
}

const packageName = 'pkcs11js';
const initialize = { flags: 2 } as const; // CKF_OS_LOCKING_OK: calls run in several threads.
const alreadyInitialized = 0x191;

/**
 * Loads the optional native package and, through it, the vendor's library.
 * @throws KmsSetupError that says which of the two is missing
 */
export function loadPkcs11Library(path: string): Pkcs11Library {
  const { PKCS11, CK_PARAMS_AES_GCM } = loadPackage();
  const cryptoki = new PKCS11();
  try {
    cryptoki.load(path);
  } catch (error) {
    const because = error instanceof Error ? error.message : 'it cannot be loaded';
    throw new KmsSetupError(`The PKCS #11 library ${path} cannot be loaded: ${because}`);
  }
  try {
    cryptoki.C_Initialize(initialize);
  } catch (error) {
    if (returnCode(error) !== alreadyInitialized) throw error;
  }
  return { cryptoki, gcmParameterType: CK_PARAMS_AES_GCM };
}

/** The CKR_… code of a failure of the library; undefined for any other. */
export function returnCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

function loadPackage(): Pkcs11Package {
  let loaded: unknown;
  try {
    // Not a static import: the package is optional, and the other services must start without it.
    const load = createRequire(import.meta.url);
    loaded = load(packageName);
  } catch {
    throw new KmsSetupError(
      `MONAGO_KMS=pkcs11 needs the package ${packageName}, which is not installed. Install it beside Monago with a C++ compiler at hand: npm install --no-save ${packageName}`,
    );
  }
  if (isPkcs11Package(loaded)) return loaded;
  throw new KmsSetupError(`The package ${packageName} is not one that Monago knows.`);
}

function isPkcs11Package(loaded: unknown): loaded is Pkcs11Package {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'PKCS11' in loaded &&
    typeof loaded.PKCS11 === 'function' &&
    'CK_PARAMS_AES_GCM' in loaded &&
    typeof loaded.CK_PARAMS_AES_GCM === 'number'
  );
}
