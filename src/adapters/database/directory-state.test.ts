import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TenantId, TokenId } from '../../domain/ids.ts';
import type { DirectorySnapshot } from './directory-snapshot.ts';
import { DirectoryState } from './directory-state.ts';

const tenantIds: readonly TenantId[] = ['ten_a', 'ten_b', 'ten_c'];
const tokenId: TokenId = 'tok_x';

/** Change `n` is made to one tenant and has epoch `n + 1`; each leaves its number as the token's expiry. */
function snapshotAt(changes: readonly TenantId[], epoch: number): DirectorySnapshot {
  const tenants = new Map(
    changes.slice(0, epoch).map((tenantId, index) => {
      const token = {
        id: tokenId,
        tenantId,
        workspaceId: 'ws_x',
        name: 'x',
        scope: 'inference',
        expiresAt: index + 1,
        isRevoked: false,
      } as const;
      return [
        tenantId,
        {
          tokens: new Map([[tokenId, token]]),
          credentials: [],
          allowsFallback: true,
          settings: undefined,
          governance: undefined,
        },
      ] as const;
    }),
  );
  return { epoch, tenants, signingKeys: new Map([['kid', Buffer.from([epoch])]]) };
}

function heldEpoch(state: DirectoryState, tenantId: TenantId): number {
  return state.tenant(tenantId).tokens.get(tokenId)?.expiresAt ?? 0;
}

interface Arrival {
  readonly at: number;
  readonly isFull: boolean;
  /** How many later changes the snapshot shows already. */
  readonly lead: number;
}

function take(state: DirectoryState, changes: readonly TenantId[], arrival: Arrival): void {
  const index = arrival.at % changes.length;
  const snapshot = snapshotAt(changes, Math.min(index + 1 + arrival.lead, changes.length));
  const tenantId = changes[index];
  if (arrival.isFull || tenantId === undefined) {
    state.fillAll(snapshot);
    return;
  }
  state.fillTenant(tenantId, snapshot);
  state.confirm(index + 1);
}

describe('directory state', () => {
  const history = fc.array(fc.constantFrom(...tenantIds), { minLength: 1, maxLength: 12 });
  const arrival = fc.record({ at: fc.nat(11), isFull: fc.boolean(), lead: fc.nat(3) });

  test('whatever the order in which snapshots arrive, no tenant ever goes back', () => {
    fc.assert(
      fc.property(history, fc.array(arrival, { maxLength: 30 }), (changes, arrivals) => {
        const state = new DirectoryState();
        for (const each of arrivals) {
          const before = tenantIds.map((id) => heldEpoch(state, id));
          take(state, changes, each);
          tenantIds.forEach((id, n) => {
            expect(heldEpoch(state, id)).toBeGreaterThanOrEqual(before[n] ?? 0);
          });
        }
      }),
    );
  });

  test('an epoch counts as complete only when every change up to it is held', () => {
    fc.assert(
      fc.property(history, fc.array(arrival, { maxLength: 30 }), (changes, arrivals) => {
        const state = new DirectoryState();
        for (const each of arrivals) {
          take(state, changes, each);
          const complete = snapshotAt(changes, state.completeEpoch);
          for (const [id, tenant] of complete.tenants) {
            const due = tenant.tokens.get(tokenId)?.expiresAt ?? 0;
            expect(heldEpoch(state, id)).toBeGreaterThanOrEqual(due);
          }
        }
      }),
    );
  });

  test('a tenant that lost everything is emptied by a newer snapshot', () => {
    const state = new DirectoryState();
    state.fillAll(snapshotAt(['ten_a'], 1));
    state.fillTenant('ten_a', { epoch: 2, tenants: new Map(), signingKeys: new Map() });
    expect(heldEpoch(state, 'ten_a')).toBe(0);
    state.fillAll(snapshotAt(['ten_a'], 1));
    expect(heldEpoch(state, 'ten_a')).toBe(0);
  });

  test('rewinding takes the snapshot as it is', () => {
    const state = new DirectoryState();
    state.fillAll(snapshotAt(['ten_a', 'ten_a', 'ten_b'], 3));
    state.rewind(snapshotAt(['ten_a'], 1));
    expect(state.completeEpoch).toBe(1);
    expect([heldEpoch(state, 'ten_a'), heldEpoch(state, 'ten_b')]).toEqual([1, 0]);
    expect(state.signingKey('kid')).toEqual(Buffer.from([1]));
  });
});
