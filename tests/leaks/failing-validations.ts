import type { Gate } from './gate.ts';
import { emulatorOf, type KeyKind, keyKinds, newCredential } from './key-kinds.ts';
import { type KeyFault, keyFaults } from './provider-faults.ts';

// Monago tries so many keys a minute for one tenant.
const validationsOfTenant = 5;

interface Attempt {
  readonly kind: KeyKind;
  readonly fault: KeyFault;
}

/**
 * Offers a key of each kind to its provider under each fault. Every attempt has an address of its own, by which its
 * fault finds it, so that all are under way at once.
 * @param openTenant a tenant of its own for every few attempts
 */
export async function failValidations(
  openTenant: () => Promise<Gate>,
): Promise<{ readonly tried: number; readonly notRefused: readonly string[] }> {
  const attempts = keyFaults.flatMap((fault) => keyKinds.map((kind) => ({ kind, fault })));
  const tenants: Gate[] = [];
  for (let at = 0; at < attempts.length; at += validationsOfTenant)
    tenants.push(await openTenant());
  const outcomes = await Promise.all(
    attempts.map(async (each, turn) => {
      const gate = tenants[Math.floor(turn / validationsOfTenant)];
      if (gate === undefined) throw new Error('there are too few tenants');
      return { ...each, status: await attempt(each, turn, gate) };
    }),
  );
  const notRefused = outcomes
    .filter(({ status }) => status < 400 || status === 429)
    .map(({ kind, fault, status }) => `${kind.name}: ${fault.name}: ${status}`);
  return { tried: attempts.length, notRefused };
}

async function attempt({ kind, fault }: Attempt, turn: number, gate: Gate): Promise<number> {
  const key = kind.type(gate, `validation: ${fault.name}`);
  const prefix = `/attempt-${turn}`;
  emulatorOf(kind, gate.site).script({
    ...fault.fault(key.sent),
    // A fault of the connection is tried twice.
    times: 4,
    when: ({ path }) => path.startsWith(`${prefix}/`),
  });
  const body = JSON.stringify(newCredential({ kind, key, prefix }, gate));
  const headers = { ...gate.sessionHeaders, 'content-type': 'application/json' };
  return (await gate.probe({ method: 'POST', path: '/api/credentials', headers, body })).status;
}
