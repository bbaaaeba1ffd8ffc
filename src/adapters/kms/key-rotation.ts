import type { KeyRotation } from '../../domain/audit/fact.ts';
import type { KeyHolder, RotationChange, RotationState } from '../../ports/key-registry.ts';
import type { KeyCheckValue } from '../../ports/kms.ts';

/** A step that does not come now; the message tells the operator which one does. */
export class RotationRefusal extends Error {
  override readonly name = 'RotationRefusal';
}

/**
 * How long after the activation something may still be stored under the former key: what was sealed before and is
 * written after a transaction's longest wait.
 */
export const settlingMs = 60_000;

type Key = RotationState['keys'][number];

/** The keys of a rotation by what they are in it. */
export interface Rotation {
  readonly active: Key;
  readonly staged: Key | undefined;
  readonly former: readonly Key[];
}

/** @throws RotationRefusal for a database that no Monago has been started on yet */
export function rotationOf({ keys }: Pick<RotationState, 'keys'>): Rotation {
  const active = keys.find(({ state }) => state === 'active');
  if (active === undefined) throw new RotationRefusal('There is no active key yet: start Monago.');
  return {
    active,
    staged: keys.find(({ state }) => state === 'staged'),
    former: keys.filter(({ state }) => state === 'deactivated'),
  };
}

export interface KeyChoice {
  /** Keys that this machine can use. */
  held(): Promise<readonly KeyCheckValue[]>;
  /** Makes one where keys are made here. */
  readonly make: (() => Promise<void>) | undefined;
  /** The ref that the operator asked for. */
  readonly wanted: string | undefined;
}

/** The new key becomes known to every node, and wraps nothing. @throws RotationRefusal */
export async function planStage(
  state: RotationState,
  choice: KeyChoice,
): Promise<RotationChange | undefined> {
  const { active, staged, former } = rotationOf(state);
  const { wanted } = choice;
  if (staged !== undefined && (wanted ?? staged.kekRef) === staged.kekRef) return undefined;
  if (former.length > 0) {
    throw new RotationRefusal(
      `The last rotation is not finished: ${listed(former)} is still to be retired. Run: monago key rotate status`,
    );
  }
  const key = await chooseKey(state, choice);
  return { step: 'stage', key, fact: fact('staged', [active], key) };
}

async function chooseKey(state: RotationState, choice: KeyChoice): Promise<KeyCheckValue> {
  if (choice.wanted !== undefined) return wantedKey(state, choice.wanted, await choice.held());
  const first = await newKey(state, choice);
  if (first !== undefined) return first;
  await choice.make?.();
  const made = await newKey(state, choice);
  if (made !== undefined) return made;
  throw new RotationRefusal(
    'There is no new key to stage. Make one at the service, name it in MONAGO_KMS_KEY and the present one in MONAGO_KMS_OLD_KEYS, and restart the nodes one after the other.',
  );
}

async function newKey(
  { keys, retired }: RotationState,
  { held }: KeyChoice,
): Promise<KeyCheckValue | undefined> {
  const known = new Set([...keys.map(({ kekRef }) => kekRef), ...retired]);
  return (await held()).find(({ kekRef }) => !known.has(kekRef));
}

function wantedKey(
  { keys, retired }: RotationState,
  wanted: string,
  held: readonly KeyCheckValue[],
): KeyCheckValue {
  const key = held.find(({ kekRef }) => kekRef === wanted);
  if (retired.includes(wanted)) throw new RotationRefusal(`${wanted} was retired. Make a new key.`);
  if (keys.some(({ kekRef, state }) => kekRef === wanted && state !== 'staged')) {
    throw new RotationRefusal(`${wanted} is in use already.`);
  }
  if (key === undefined) throw new RotationRefusal(`${wanted} is not among the keys held here.`);
  return key;
}

/** From now on the new key wraps. @param held refs of registered keys that are at hand here @throws RotationRefusal */
export function planActivate(
  state: RotationState,
  held: readonly string[],
): RotationChange | undefined {
  const { active, staged, former } = rotationOf(state);
  if (staged === undefined) {
    if (former.length > 0) return undefined;
    throw new RotationRefusal('No key is staged. Run: monago key rotate stage');
  }
  const { kekRef } = staged;
  if (!held.includes(kekRef))
    throw new RotationRefusal(`${kekRef} is not here, or another key is.`);
  const lacking = state.holders.filter(({ holds }) => !holds.includes(kekRef));
  if (lacking.length > 0) {
    throw new RotationRefusal(
      `${kekRef} has not reached every node yet. Missing on: ${nodes(lacking)}. Bring it there, in the keyring or the settings, and try again.`,
    );
  }
  const remaining = active.rows;
  return { step: 'activate', kekRef, fact: { ...fact('activated', [active], staged), remaining } };
}

/** @returns what is to be wrapped anew; nothing when all is under the active key @throws RotationRefusal */
export function planRewrap(state: RotationState): { to: string; from: readonly Key[] } {
  const { active, staged, former } = rotationOf(state);
  if (former.length === 0 && staged !== undefined) throw notActivated(staged);
  return { to: active.kekRef, from: former };
}

/** @param opened how many secrets were just seen to open @throws RotationRefusal */
export function planVerify(state: RotationState, opened: number): RotationChange {
  const { active, former } = rotationOf(state);
  const remaining = former.reduce((sum, { rows }) => sum + rows, 0);
  if (remaining > 0) throw stillNeeded(former, remaining);
  return {
    step: 'verify',
    kekRef: active.kekRef,
    fact: { ...fact('verified', former, active), opened, remaining },
  };
}

/** The former keys are forgotten. @throws RotationRefusal while anything or anybody needs one */
export function planRetire(state: RotationState): RotationChange | undefined {
  const { active, staged, former } = rotationOf(state);
  if (former.length === 0) {
    if (staged !== undefined) throw notActivated(staged);
    if (state.retired.length > 0) return undefined;
    throw new RotationRefusal('No rotation is under way: there is no former key to retire.');
  }
  const remaining = former.reduce((sum, { rows }) => sum + rows, 0);
  if (remaining > 0) throw stillNeeded(former, remaining);
  if (active.verifiedAt === undefined) {
    throw new RotationRefusal('Nobody has verified the new key. Run: monago key rotate verify');
  }
  const behind = state.holders.filter(({ wrapsUnder }) => wrapsUnder !== active.kekRef);
  if (behind.length > 0) {
    throw new RotationRefusal(`A node still wraps under a former key: ${nodes(behind)}.`);
  }
  const restMs = (active.activatedAt ?? state.now) + settlingMs - state.now;
  if (restMs > 0) {
    throw new RotationRefusal(
      `Something that was sealed under a former key may still be on its way. Try again in ${Math.ceil(restMs / 1_000)} s.`,
    );
  }
  const kekRefs = former.map(({ kekRef }) => kekRef);
  return { step: 'retire', kekRefs, fact: fact('retired', former, active) };
}

/** What comes next, in a few words for the operator. */
export function nextStep(state: RotationState): string {
  const { active, staged, former } = rotationOf(state);
  if (former.length === 0) {
    return staged === undefined ? 'no rotation is under way' : 'monago key rotate activate';
  }
  if (former.some(({ rows }) => rows > 0)) return 'monago key rotate rewrap';
  const isVerified = active.verifiedAt !== undefined;
  return isVerified ? 'monago key rotate retire' : 'monago key rotate verify';
}

export function fact(
  step: KeyRotation['step'],
  from: readonly { readonly kekRef: string }[],
  to: { readonly kekRef: string },
): KeyRotation {
  const actor = { type: 'system', id: 'monago' } as const;
  const refs = from.map(({ kekRef }) => kekRef);
  return { type: 'key.rotation', actor, step, from: refs, to: to.kekRef };
}

function notActivated({ kekRef }: Key): RotationRefusal {
  return new RotationRefusal(
    `${kekRef} is staged but not active yet. Run: monago key rotate activate`,
  );
}

function stillNeeded(former: readonly Key[], rows: number): RotationRefusal {
  return new RotationRefusal(
    `${rows} stored ${rows === 1 ? 'secret still needs' : 'secrets still need'} ${listed(former)}. Run: monago key rotate rewrap`,
  );
}

function listed(keys: readonly Key[]): string {
  return keys.map(({ kekRef }) => kekRef).join(', ');
}

function nodes(holders: readonly KeyHolder[]): string {
  return holders.map(({ node }) => node).join(', ');
}
