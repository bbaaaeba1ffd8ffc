import type { Phase } from '../condition/variables.ts';
import type { Effect } from './effect.ts';

/** The tenant's baseline, or one workspace by its slug. */
export type Scope = 'tenant' | `workspace:${string}`;

/** `monitor` records what the policy would have done; `off` is not evaluated at all. */
export type Mode = 'enforce' | 'monitor' | 'off';

/** A policy as a document says it, defaults filled in. */
export interface Policy {
  /** Lower-case words joined by hyphens, 3 to 63 characters. */
  readonly name: string;
  /** 0 to 100. Within a scope the highest that matches decides. */
  readonly priority: number;
  readonly scope: Scope;
  readonly mode: Mode;
  readonly phases: readonly Phase[];
  readonly match: Match;
  readonly when: string | undefined;
  readonly unless: string | undefined;
  /** At least one. */
  readonly effects: readonly Effect[];
  /** For the caller, at most 500 characters. */
  readonly message: string | undefined;
  /** Clauses such as `uu-pdp-2022/art-35`. */
  readonly frameworkMapping: readonly string[];
  readonly tests: readonly PolicyTest[];
}

/** What each key reads, and whether that is a list. */
export const matchKeys = {
  workspace: { variable: 'request.workspace', isList: false },
  provider: { variable: 'request.provider', isList: false },
  model: { variable: 'request.model', isList: false },
  endpoint: { variable: 'request.endpoint', isList: false },
  role: { variable: 'principal.roles', isList: true },
  team: { variable: 'principal.teams', isList: true },
  tool: { variable: 'request.tools', isList: true },
  tag: { variable: 'data.tags', isList: true },
  classification: { variable: 'data.classification', isList: false },
} as const;

export type MatchKey = keyof typeof matchKeys;

/** All keys must hold. */
export type Match = Readonly<Partial<Record<MatchKey, MatchValues>>>;

export interface MatchValues {
  /** One of these, when there are any; `*` stands for any text. */
  readonly oneOf: readonly string[];
  /** None of these. */
  readonly noneOf: readonly string[];
}

export type Verdict = 'allow' | 'redact' | 'hold' | 'deny';

/** An example inside a document: `run-policy-tests.ts` says how it is run. */
export interface PolicyTest {
  readonly name: string;
  readonly phase: Phase;
  /** Values of variables by path; everything else is harmless. */
  readonly given: readonly GivenValue[];
  /** Paths that are unknown. */
  readonly failed: readonly string[];
  readonly expect: TestExpectation;
}

export interface GivenValue {
  /** Such as `request.provider`, or `pii` with counts by type. */
  readonly path: string;
  readonly value: JsonValue;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export interface TestExpectation {
  readonly decision: Verdict;
  readonly code: string | undefined;
  readonly matched: boolean | undefined;
  /** Must be among the obligations, spelt as a decision spells them. */
  readonly obligations: { readonly [key: string]: JsonValue } | undefined;
}
