import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../../ports/password-hasher.ts';
import { Semaphore } from './semaphore.ts';

// The library's name for it is a const enum, which does not exist at run time.
const argon2id = 2;
// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// Each hash holds 19 MiB and a core for about 50 ms: a flood of sign-ins must not take the gateway with it.
const hashesAtOnceMax = 2;
const waitingMax = 64;

/** argon2id (RFC 9106), bounded in how many hashes run and wait. */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #turns = new Semaphore(hashesAtOnceMax, waitingMax);
  #hashOfNobody: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.#turns.run(() => hash(password, cost));
  }

  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    // Somebody must not learn from the time it takes whether an account exists.
    const against = passwordHash ?? (await this.#nobody());
    const isRight = await this.#turns.run(() => verify(against, password));
    return isRight && passwordHash !== undefined;
  }

  #nobody(): Promise<string> {
    this.#hashOfNobody ??= hash('the password of nobody', cost);
    return this.#hashOfNobody;
  }
}
