import type { Phase } from '../condition/variables.ts';
import type {
  BlockCode,
  Flag,
  Hold,
  LogContent,
  Provider,
  RedactionStyle,
} from '../document/effect.ts';
import type { Verdict } from '../document/policy.ts';

/** A policy that took part in a decision. */
export interface PolicyReference {
  readonly name: string;
  readonly scope: string;
  readonly version: string;
}

/** What must be done besides the verdict, from all policies that match. */
export interface Obligations {
  /** Style by type; the key `*` is for every type, and a type's own entry is never weaker than it. */
  readonly redact: ReadonlyMap<string, RedactionStyle>;
  readonly maxOutputTokens: number | undefined;
  readonly maxInputTokens: number | undefined;
  /** Shapes of names of tools to take out. */
  readonly removeTools: readonly string[];
  /** Only tools that fit one shape of each of these stay. */
  readonly keepTools: readonly (readonly string[])[];
  /** Undefined: as the workspace has it. */
  readonly log: LogContent | undefined;
  readonly flags: readonly Omit<Flag, 'kind'>[];
  /** Every one of them must be approved. */
  readonly holds: readonly HoldObligation[];
}

export interface HoldObligation extends Hold {
  readonly policy: string;
}

export interface RouteDecision {
  readonly provider: Provider | undefined;
  readonly model: string | undefined;
  readonly region: string | undefined;
  readonly policy: string;
}

/** What policy says about one request, response or piece of a stream. */
export interface Decision {
  readonly phase: Phase;
  readonly verdict: Verdict;
  /** For a verdict of `deny`. */
  readonly code: BlockCode | undefined;
  /** Denied because one route led to another. */
  readonly isRouteLoop: boolean;
  /** What the author says to the caller; undefined where the author says nothing. */
  readonly message: string | undefined;
  /** The policies whose verdict this is; none where nothing matched. */
  readonly decidedBy: readonly PolicyReference[];
  readonly matched: readonly PolicyReference[];
  /** Counted as a match, or kept from allowing, because something that they read is unknown. */
  readonly uncertain: readonly PolicyReference[];
  /** Policies in mode `monitor` that match. */
  readonly shadow: readonly PolicyReference[];
  /** What the verdict would be if they were enforced; the verdict where there are none. */
  readonly wouldBe: Verdict;
  readonly obligations: Obligations;
  readonly route: RouteDecision | undefined;
}
