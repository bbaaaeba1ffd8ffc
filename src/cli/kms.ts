import { testKms } from '../compose/kms-selftest.ts';
import { requireConfig, type Surroundings } from './surroundings.ts';

/** `monago kms selftest`: resolves with its exit code. */
export async function kmsSelfTest(surroundings: Surroundings): Promise<number> {
  const config = requireConfig(surroundings);
  return testKms(config, (line) => void surroundings.stdout.write(`${line}\n`));
}
