import { trustedPolicyDirectory } from '../compose/trusted-policies.ts';
import { verifierParts } from '../compose/verifier.ts';
import { auditVerify } from './audit-verify.ts';
import type { VerifyOptions } from './command.ts';
import { requireConfig, type Surroundings } from './surroundings.ts';

/** `monago audit verify` with the files and the clock of this machine. */
export function verifyCommand(
  path: string,
  options: VerifyOptions,
  surroundings: Surroundings,
): Promise<number> {
  const config = requireConfig(surroundings);
  return auditVerify(
    {
      path,
      policyFile: options.policy,
      since: options.since,
      maxAge: options.maxAge,
      json: options.json,
    },
    {
      ...verifierParts,
      stdout: surroundings.stdout,
      stderr: surroundings.stderr,
      trustedPolicyDir: trustedPolicyDirectory(config.MONAGO_DATA_DIR),
      now: () => Date.now(),
    },
  );
}
