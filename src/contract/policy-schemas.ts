import { z } from 'zod';
import { phaseSchema, policyInputSchema } from './policy-input.ts';

/** The things of Policies as they travel. Times are RFC 3339 in UTC. */

const time = z.iso.datetime();
const verdictSchema = z.enum(['allow', 'redact', 'hold', 'deny']);
export type VerdictView = z.infer<typeof verdictSchema>;

const modeSchema = z.enum(['enforce', 'monitor', 'off']);

/** What of a version can be told without its document. */
const versionSummarySchema = z.object({
  number: z.int(),
  /** `sha256:…`, of what the document says. */
  hash: z.string(),
  mode: modeSchema,
  priority: z.int(),
  note: z.string(),
  created_at: time,
  created_by: z.string(),
});

export const policySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `tenant` or `workspace:<slug>`. */
  scope: z.string(),
  /** The version in force; null while none is. */
  active: versionSummarySchema.nullable(),
  latest: versionSummarySchema,
  created_at: time,
  created_by: z.string(),
  archived_at: time.nullable(),
});
export type PolicyView = z.infer<typeof policySchema>;

export const listedPolicySchema = policySchema.extend({
  hits_24h: z.int(),
  would_deny_24h: z.int(),
  /** What the analysis of the policies in force says about it: ids of findings. */
  warnings: z.array(z.string()),
});
export type ListedPolicyView = z.infer<typeof listedPolicySchema>;

export const policyVersionSchema = versionSummarySchema.extend({
  document: z.string(),
});
export type PolicyVersionView = z.infer<typeof policyVersionSchema>;

export const activationSchema = z.object({
  /** Null: it was taken out of force. */
  number: z.int().nullable(),
  at: time,
  by: z.string(),
  reason: z.string(),
  report: z
    .object({
      tests: z.int(),
      findings: z.array(z.string()),
      acknowledged: z.array(z.string()),
    })
    .nullable(),
});
export type ActivationView = z.infer<typeof activationSchema>;

export const policyProblemSchema = z.object({
  /** Which of the documents, from 0. */
  document: z.int(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  /** Offsets into the text in UTF-16 code units; `end` is exclusive. */
  start: z.int(),
  end: z.int(),
  line: z.int(),
  column: z.int(),
  /** What to put in place of `start` to `end`; null where nothing is likely. */
  replacement: z.string().nullable(),
});
export type PolicyProblemView = z.infer<typeof policyProblemSchema>;

export const analysisFindingSchema = z.object({
  /** What an activation acknowledges: `kind:policy` or `kind:policy:other`. */
  id: z.string(),
  kind: z.enum(['never_matches', 'always_matches', 'unmeasured', 'shadowed', 'conflict']),
  policy: z.string(),
  other: z.string().nullable(),
  message: z.string(),
  /** A request that shows it, tried out. */
  witness: z.object({ phase: phaseSchema, input: policyInputSchema }).nullable(),
});
export type AnalysisFindingView = z.infer<typeof analysisFindingSchema>;

const referenceSchema = z.object({ name: z.string(), scope: z.string(), version: z.string() });

export const decisionSchema = z.object({
  phase: phaseSchema,
  verdict: verdictSchema,
  would_be: verdictSchema,
  code: z.string().nullable(),
  message: z.string().nullable(),
  decided_by: z.array(referenceSchema),
  matched: z.array(referenceSchema),
  uncertain: z.array(referenceSchema),
  shadow: z.array(referenceSchema),
  /** As tests of policies spell them. */
  obligations: z.record(z.string(), z.unknown()),
  route: z
    .object({
      provider: z.string().nullable(),
      model: z.string().nullable(),
      region: z.string().nullable(),
      policy: z.string(),
    })
    .nullable(),
});
export type DecisionView = z.infer<typeof decisionSchema>;

export const policyTestSchema = z.object({
  policy: z.string(),
  test: z.string(),
  /** Empty when it passed. */
  failures: z.array(z.string()),
  decision: decisionSchema,
});
export type PolicyTestView = z.infer<typeof policyTestSchema>;

export const explainedPolicySchema = z.object({
  ...referenceSchema.shape,
  mode: modeSchema,
  priority: z.int(),
  truth: z.enum(['true', 'false', 'unknown']),
  /** The parts that all must hold, as they stand. */
  conjuncts: z.array(
    z.object({
      source: z.string(),
      truth: z.enum(['true', 'false', 'unknown']),
      /** What it read; null where there is nothing, or where it is not known. */
      values: z.array(z.object({ variable: z.string(), value: z.unknown() })),
    }),
  ),
});
export type ExplainedPolicyView = z.infer<typeof explainedPolicySchema>;

/** How many recorded decisions go from one verdict to another. */
const changeCountSchema = z.object({
  before: verdictSchema,
  after: verdictSchema,
  count: z.int(),
});

export const backtestSchema = z.object({
  since: time,
  /** Recorded decisions that were made again. */
  decisions: z.int(),
  /** Whether there were more than are looked at; then the newest were. */
  is_truncated: z.boolean(),
  /** By what they would be with the policies in force, and with the documents in their place. */
  matrix: z.array(changeCountSchema),
  by_workspace: z.array(
    z.object({ workspace_id: z.string(), decisions: z.int(), changed: z.int(), stricter: z.int() }),
  ),
  /** In UTC. */
  by_day: z.array(
    z.object({ day: z.iso.date(), decisions: z.int(), changed: z.int(), stricter: z.int() }),
  ),
  /** The newest of those that change, a few of each kind. */
  samples: z.array(
    z.object({ audit_id: z.string(), at: time, before: verdictSchema, after: verdictSchema }),
  ),
  /** What a policy of the documents reads was not recorded, or not known then: these decisions are not counted above. */
  not_backtestable: z.array(
    z.object({ policy: z.string(), variables: z.array(z.string()), decisions: z.int() }),
  ),
});
export type BacktestView = z.infer<typeof backtestSchema>;
