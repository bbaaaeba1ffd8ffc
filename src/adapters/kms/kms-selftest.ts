import type { SealingContext } from '../../domain/credential/envelope.ts';
import { Secret } from '../../domain/credential/secret.ts';
import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Kms, WrapContext, WrappedKey } from '../../ports/kms.ts';
import { additionalData } from './additional-data.ts';
import { keyBytes } from './aes-gcm.ts';
import { EnvelopeVault, type RandomBytes } from './envelope-vault.ts';

export interface SelfTestIo {
  print(line: string): void;
  readonly random: RandomBytes;
  readonly clock: Clock;
}

interface Subject {
  readonly kms: Kms;
  /** Whether the service itself refuses a data key in another context. */
  readonly bindsContext: boolean;
}

interface Step {
  readonly name: string;
  /** @returns what to print beside the result. @throws when the step failed */
  run(): Promise<string>;
}

const fields: SealingContext = {
  purpose: 'provider_credential',
  tenantId: platformTenantId,
  version: 0,
  destination: 'monago:kms-selftest',
};
const timedCalls = 20;

/**
 * Tries everything that Monago needs of a key management service, with keys that protect nothing, and says how it went,
 * one line a step.
 * @returns the exit code: 0 when every step was ok, 1 otherwise
 */
export async function selfTest(subject: Subject, io: SelfTestIo): Promise<0 | 1> {
  for (const { name, run } of steps(subject, io)) {
    const begun = io.clock.monotonic();
    try {
      const told = await run();
      const tookMs = (io.clock.monotonic() - begun).toFixed(1);
      io.print(`ok      ${name}${told === '' ? '' : `: ${told}`} (${tookMs} ms)`);
    } catch (error) {
      // Each step needs the one before it.
      io.print(`failed  ${name}: ${reasonOf(error)}`);
      return 1;
    }
  }
  return 0;
}

function steps({ kms, bindsContext }: Subject, io: SelfTestIo): readonly Step[] {
  const context = contextOf(fields);
  const elsewhere = contextOf({ ...fields, destination: 'monago:elsewhere' });
  const dek = io.random(keyBytes);
  let wrapped: WrappedKey = { kekRef: '', blob: Buffer.alloc(0) };
  return [
    { name: 'probe', run: () => probe(kms) },
    {
      name: 'wrap',
      async run() {
        wrapped = await kms.wrap(dek, context);
        return wrapped.kekRef;
      },
    },
    {
      name: 'unwrap',
      async run() {
        const opened = await kms.unwrap(wrapped, context);
        if (!opened.equals(dek)) throw new Error('it gave another data key');
        return '';
      },
    },
    {
      name: 'wrong context refused',
      async run() {
        if (!bindsContext) return 'not by this service, see the envelope below';
        return mustRefuse(() => kms.unwrap(wrapped, elsewhere));
      },
    },
    { name: 'tampered blob refused', run: () => tamper(kms, wrapped, context) },
    { name: 'envelope', run: () => envelope(kms, io.random) },
    { name: 'timing', run: () => timing(io.clock, () => kms.unwrap(wrapped, context)) },
  ];
}

async function probe(kms: Kms): Promise<string> {
  const first = await kms.probe();
  const again = await kms.probe();
  const isSame = first.every(({ value }, at) => again[at]?.value.equals(value) === true);
  if (first.length === 0 || !isSame) throw new Error('the check values change');
  return first.map(({ kekRef, value }) => `${kekRef} ${value.toString('hex', 0, 4)}`).join(', ');
}

async function tamper(kms: Kms, { kekRef, blob }: WrappedKey, context: WrapContext) {
  const tampered = Buffer.from(blob);
  const at = blob.length - 5;
  tampered.writeUInt8(tampered.readUInt8(at) ^ 1, at);
  return mustRefuse(() => kms.unwrap({ kekRef, blob: tampered }, context));
}

/** The whole of it, as a provider key is stored: here a wrong context is refused by every service. */
async function envelope(kms: Kms, random: RandomBytes): Promise<string> {
  const vault = new EnvelopeVault(kms, random);
  const secret = new Secret(random(keyBytes));
  const sealed = await vault.seal(secret, fields);
  const opened = await vault.open(sealed, fields);
  if (!opened.reveal().equals(secret.reveal())) throw new Error('it opened to something else');
  await mustRefuse(() => vault.open(sealed, { ...fields, destination: 'monago:elsewhere' }));
  return 'opens, and refuses a wrong context';
}

async function timing(clock: Clock, call: () => Promise<Buffer>): Promise<string> {
  const tookMs: number[] = [];
  for (let count = 0; count < timedCalls; count += 1) {
    const begun = clock.monotonic();
    (await call()).fill(0);
    tookMs.push(clock.monotonic() - begun);
  }
  const [median = 0, longest = 0] = [tookMs.sort((a, b) => a - b)[timedCalls / 2], tookMs.at(-1)];
  return `${timedCalls} unwraps, median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`;
}

async function mustRefuse(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof MonagoError && error.code === 'credential_unreadable') return '';
    throw error;
  }
  throw new Error('it was accepted');
}

function contextOf(of: SealingContext): WrapContext {
  return { aad: additionalData(of), fields: of };
}

/** For the operator at the console, who may see what is for the log. */
function reasonOf(error: unknown): string {
  if (error instanceof MonagoError) return `${error.code} (${error.internal ?? error.message})`;
  return error instanceof Error ? error.message : 'it failed';
}
