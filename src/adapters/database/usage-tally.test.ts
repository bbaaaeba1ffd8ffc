import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CredentialUse } from '../../ports/credential-usage.ts';
import { UsageTally } from './usage-tally.ts';

const own: CredentialUse = {
  tenantId: 'ten_a',
  credential: { tenantId: 'ten_a', id: 'cred_1', version: 1 },
};
const fallback: CredentialUse = {
  tenantId: 'ten_b',
  credential: { tenantId: 'ten_p', id: 'cred_2', version: 3 },
};
const fault = { code: 'rejected', status: 401 } as const;

describe('the tally', () => {
  test('of the platform’s key has its owner’s side, with faults, and that of whom it served', () => {
    const tally = new UsageTally();
    tally.began(fallback, 1);
    tally.ended(fallback, 2, fault);
    expect(tally.takeUsed()).toEqual([
      {
        tenantId: 'ten_p',
        credentialId: 'cred_2',
        isOwn: true,
        usedAt: 2,
        fault: { ...fault, at: 2, version: 3 },
      },
      { tenantId: 'ten_b', credentialId: 'cred_2', isOwn: false, usedAt: 2, fault: undefined },
    ]);
    expect(tally.takeUsed()).toEqual([]);
  });

  test('that could not be written is put back without hiding what came after', () => {
    const tally = new UsageTally();
    tally.began(own, 1);
    tally.ended(own, 2, fault);
    const lost = tally.takeUsed();
    tally.began(own, 5);
    tally.putBack(lost);
    expect(tally.takeUsed()).toMatchObject([{ usedAt: 5, fault: { at: 2 } }]);
  });

  test('says nothing of a request that began and ended between two reports', () => {
    const tally = new UsageTally();
    tally.began(own, 1);
    tally.ended(own, 2, undefined);
    expect(tally.unreported('all')).toEqual([]);
  });

  test('reports end at what is really in flight, whenever they are made and whichever are lost', () => {
    const step = fc.constantFrom('begin', 'end', 'report', 'lose');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const node = new ReportingNode();
        for (const each of steps) node[each]();
        node.report();
        expect(node.database).toBe(node.inFlight);
      }),
    );
  });
});

class ReportingNode {
  readonly #tally = new UsageTally();
  inFlight = 0;
  /** What it was told. */
  database = 0;

  begin(): void {
    this.#tally.began(own, 1);
    this.inFlight += 1;
  }

  end(): void {
    if (this.inFlight === 0) return;
    this.#tally.ended(own, 1, undefined);
    this.inFlight -= 1;
  }

  report(): void {
    for (const counter of this.#tally.unreported('changed')) {
      this.database = counter.count;
      this.#tally.reported(counter);
    }
  }

  lose(): void {
    this.#tally.unreported('changed');
  }
}
