import { KmsSetupError } from '../remote/kms-setup-error.ts';
import {
  type Handle,
  loadPkcs11Library,
  type Pkcs11Library,
  returnCode,
} from './pkcs11-library.ts';

export interface Pkcs11TokenSettings {
  /** The vendor's PKCS #11 library. */
  readonly library: string;
  /** Label of the token (partition). */
  readonly token: string;
  /** Of the normal user. */
  readonly pin: string;
}

/** What one operation works with: a session that nobody else uses, and the handles of the keys. */
export interface Pkcs11Session extends Pkcs11Library {
  readonly session: Handle;
  key(label: string): Handle;
}

interface OpenToken extends Pkcs11Library {
  readonly slot: Handle;
  /** The token stays logged in as long as this one is open. */
  readonly login: Handle;
  readonly keys: ReadonlyMap<string, Handle>;
}

// Numbers of PKCS #11 v2.40; the names are those of the specification without their prefix.
const attribute = { class: 0, label: 3, keyType: 0x100, sensitive: 0x103 } as const;
const permission = { encrypt: 0x104, decrypt: 0x105, extractable: 0x162 } as const;
const secretKey = 4;
const aes = 0x1f;
const serialSession = 4;
const normalUser = 1;
const alreadyLoggedIn = 0x100;
// DEVICE_ERROR, DEVICE_REMOVED, KEY_HANDLE_INVALID, OBJECT_HANDLE_INVALID, SESSION_CLOSED, SESSION_HANDLE_INVALID,
// TOKEN_NOT_PRESENT, USER_NOT_LOGGED_IN, CRYPTOKI_NOT_INITIALIZED.
const lost = new Set([0x30, 0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0x101, 0x190]);
const pinFailures = new Set([0xa0, 0xa1, 0xa2, 0xa3, 0xa4]);

/** One token of a PKCS #11 library: logged in once, its keys found once, sessions kept for the next operation. */
export class Pkcs11Token {
  readonly #settings: Pkcs11TokenSettings;
  readonly #labels: readonly string[];
  readonly #idle: Handle[] = [];
  #open: OpenToken | undefined;
  #refusal: KmsSetupError | undefined;

  constructor(settings: Pkcs11TokenSettings, labels: readonly string[]) {
    this.#settings = settings;
    this.#labels = labels;
  }

  /**
   * Runs one operation in a session of its own. A session in which something failed is not used again: the token may
   * think that the operation is still going on.
   * @throws KmsSetupError when the library, the token, the PIN or a key is not as it must be
   */
  async run<T>(operation: (session: Pkcs11Session) => Promise<T>): Promise<T> {
    const token = this.#token();
    const session = this.#idle.pop() ?? token.cryptoki.C_OpenSession(token.slot, serialSession);
    const { cryptoki, gcmParameterType, keys } = token;
    try {
      const result = await operation({
        cryptoki,
        gcmParameterType,
        session,
        key: (label) => found(keys.get(label), label),
      });
      this.#giveBack(token, session);
      return result;
    } catch (error) {
      closeQuietly(token, session);
      // Whoever notices first starts anew; the others must not throw that away again.
      if (isLost(error) && this.#open === token) this.reset();
      throw error;
    }
  }

  /** Forgets every session and handle: the next operation logs in again. */
  reset(): void {
    const token = this.#open;
    this.#open = undefined;
    const sessions = this.#idle.splice(0);
    if (token === undefined) return;
    for (const session of [...sessions, token.login]) closeQuietly(token, session);
  }

  #giveBack(token: OpenToken, session: Handle): void {
    if (this.#open === token) this.#idle.push(session);
    else closeQuietly(token, session);
  }

  #token(): OpenToken {
    // A token locks itself after a few wrong PINs: one is enough.
    if (this.#refusal !== undefined) throw this.#refusal;
    this.#open ??= this.#start();
    return this.#open;
  }

  #start(): OpenToken {
    const library = loadPkcs11Library(this.#settings.library);
    const { cryptoki } = library;
    const slot = cryptoki
      .C_GetSlotList(true)
      .find((one) => cryptoki.C_GetTokenInfo(one).label.trim() === this.#settings.token);
    if (slot === undefined) {
      throw new KmsSetupError(`No slot holds the token ${this.#settings.token}.`);
    }
    const login = cryptoki.C_OpenSession(slot, serialSession);
    try {
      this.#logIn(library, login);
      const keys = new Map(this.#labels.map((label) => [label, findKey(library, login, label)]));
      return { ...library, slot, login, keys };
    } catch (error) {
      closeQuietly(library, login);
      throw error;
    }
  }

  #logIn({ cryptoki }: Pkcs11Library, session: Handle): void {
    try {
      cryptoki.C_Login(session, normalUser, this.#settings.pin);
    } catch (error) {
      const code = returnCode(error);
      if (code === alreadyLoggedIn) return;
      if (!pinFailures.has(code ?? 0)) throw error;
      this.#refusal = new KmsSetupError(`The token ${this.#settings.token} refused the PIN.`);
      throw this.#refusal;
    }
  }
}

/** Whether the token was restarted or logged out: the same operation may succeed after a new login. */
export function isLost(error: unknown): boolean {
  return lost.has(returnCode(error) ?? 0);
}

function findKey({ cryptoki }: Pkcs11Library, session: Handle, label: string): Handle {
  cryptoki.C_FindObjectsInit(session, [
    { type: attribute.class, value: secretKey },
    { type: attribute.keyType, value: aes },
    { type: attribute.label, value: label },
  ]);
  const keys = cryptoki.C_FindObjects(session, 2);
  cryptoki.C_FindObjectsFinal(session);
  const [key, another] = keys;
  if (another !== undefined) throw new KmsSetupError(`Two AES keys have the label ${label}.`);
  const only = found(key, label);
  const [sensitive, extractable, encrypt, decrypt] = cryptoki
    .C_GetAttributeValue(session, only, [
      { type: attribute.sensitive },
      { type: permission.extractable },
      { type: permission.encrypt },
      { type: permission.decrypt },
    ])
    .map(({ value }) => value[0] === 1);
  if (sensitive !== true || extractable !== false) {
    throw new KmsSetupError(
      `The key ${label} can leave its token: it must be sensitive and not extractable.`,
    );
  }
  if (encrypt !== true || decrypt !== true) {
    throw new KmsSetupError(`The key ${label} must be allowed to encrypt and to decrypt.`);
  }
  return only;
}

function found(key: Handle | undefined, label: string): Handle {
  if (key === undefined) throw new KmsSetupError(`The token has no AES key ${label}.`);
  return key;
}

function closeQuietly({ cryptoki }: Pkcs11Library, session: Handle): void {
  try {
    cryptoki.C_CloseSession(session);
  } catch {
    // A session that is already gone needs no closing.
  }
}
