import { MonagoError } from '../../domain/errors.ts';
import type { Detectors } from '../../domain/inspection/inspection.ts';
import { ownTypes } from '../../domain/inspection/inspection-settings.ts';
import type { PolicyVersion } from '../../domain/policy/bundle/compile-policy.ts';
import { bundleOf, type PolicyBundle } from '../../domain/policy/bundle/policy-bundle.ts';
import { type Declarations, parsePolicies } from '../../domain/policy/document/parse-policies.ts';
import type { GovernanceSettings } from '../../ports/directory.ts';
import type { Log } from '../../ports/log.ts';

/** What governs the requests of one tenant, ready to use. */
export interface Governance {
  readonly bundle: PolicyBundle;
  readonly detectors: Detectors;
  readonly settings: GovernanceSettings;
  /** Whether a policy in force is about answers, so that the client gets nothing of one that nobody has judged. */
  readonly judgesAnswers: boolean;
  /** Whether some policy is about answers, be it only to be recorded. */
  readonly watchesAnswers: boolean;
  /** Names of the policies that deny what they match. */
  readonly denying: ReadonlySet<string>;
}

export type DetectorsFor = (settings: GovernanceSettings['inspection']) => Detectors;

/** Compiles what tenants have decided, once for each state of it. */
export class Governances {
  readonly #detectorsFor: DetectorsFor;
  readonly #log: Log;
  readonly #compiled = new WeakMap<GovernanceSettings, Governance | MonagoError>();

  constructor(detectorsFor: DetectorsFor, log: Log) {
    this.#detectorsFor = detectorsFor;
    this.#log = log;
  }

  /** @throws MonagoError `policy_blocked` while the policies cannot be used: nothing passes unjudged */
  of(settings: GovernanceSettings): Governance {
    const known = this.#compiled.get(settings) ?? this.#compile(settings);
    if (known instanceof MonagoError) throw known;
    return known;
  }

  #compile(settings: GovernanceSettings): Governance | MonagoError {
    const compiled = this.#tryCompile(settings);
    this.#compiled.set(settings, compiled);
    return compiled;
  }

  #tryCompile(settings: GovernanceSettings): Governance | MonagoError {
    try {
      const bundle = compileBundle(settings);
      const detectors = this.#detectorsFor(settings.inspection);
      const aboutAnswers = bundle.policies.filter(({ policy }) =>
        policy.phases.some((phase) => phase !== 'request'),
      );
      const judgesAnswers = aboutAnswers.some(({ policy }) => policy.mode === 'enforce');
      const watchesAnswers = aboutAnswers.length > 0;
      const denying = new Set(
        bundle.policies
          .filter(({ verdict }) => verdict === 'deny')
          .map(({ policy }) => policy.name),
      );
      return { bundle, detectors, settings, judgesAnswers, watchesAnswers, denying };
    } catch (thrown) {
      const internal = thrown instanceof Error ? thrown.message : typeof thrown;
      this.#log.error('policies_unusable', { internal });
      return new MonagoError('policy_blocked', {
        message:
          'The policies of this organisation cannot be evaluated. An administrator has to look at Policies.',
        internal,
      });
    }
  }
}

function compileBundle(settings: GovernanceSettings): PolicyBundle {
  const declarations: Declarations = {
    lists: settings.lists,
    calendars: settings.calendars.map(({ name }) => name),
    recognisers: ownTypes(settings.inspection),
  };
  const versions = settings.policies.flatMap(({ document, version }): PolicyVersion[] => {
    const { policies, problems } = parsePolicies(document, declarations);
    const [policy] = policies;
    if (policy === undefined) throw new Error(problems[0]?.message ?? 'no policy in a document');
    return [{ policy, version: String(version) }];
  });
  return bundleOf(versions, declarations);
}
