import { expect, test } from 'vitest';
import type { TenantId } from '../../domain/ids.ts';
import { ValidationLimit } from './validation-limit.ts';

const tenant: TenantId = `ten_${'1'.repeat(32)}`;
const other: TenantId = `ten_${'2'.repeat(32)}`;

test('five validations in any minute, each tenant for itself', () => {
  let now = 0;
  const limit = new ValidationLimit({ now: () => now, monotonic: () => now });
  for (now = 0; now < 50_000; now += 10_000) limit.take(tenant);
  expect(() => limit.take(tenant)).toThrow(
    expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 10 }),
  );
  limit.take(other);
  now = 60_000;
  limit.take(tenant);
  expect(() => limit.take(tenant)).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  now = 70_000;
  limit.take(tenant);
});
