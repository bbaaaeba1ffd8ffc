import { describe, test } from 'vitest';
import { wish } from './client-versions.ts';

/** Tests that download half a gigabyte of other people's programs, so nobody runs them unasked. */
export function describeOnRequest(title: string, body: () => void): void {
  if (wish === '1' || wish === 'newest') describe(title, body);
  else test.skip(`${title} (skipped: only with MONAGO_TEST_LATEST=1)`, () => undefined);
}
