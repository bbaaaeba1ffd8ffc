import type { Diagnostic, DiagnosticCode, Place } from './diagnostic.ts';
import type { Expression } from './expression.ts';
import type { Term } from './term.ts';
import type { RecordType, Type } from './type.ts';
import type { ConditionScope } from './variables.ts';

/** What checking one part of a condition needs to know of the rest. */
export interface CheckContext {
  readonly scope: ConditionScope;
  readonly schema: RecordType;
  /** Collects what is wrong. */
  readonly diagnostics: Diagnostic[];
  /** Checks a part, in the same or a narrower context; undefined when it is wrong, which is then reported. */
  check(expression: Expression, context: CheckContext): Term | undefined;
  /** Elements of the macros around. */
  readonly locals: ReadonlyMap<string, LocalVariable>;
  /** How many macros stand around. */
  readonly macroDepth: number;
  /** Paths of the optional fields that are certainly present. */
  readonly guards: ReadonlySet<string>;
}

export interface LocalVariable {
  readonly slot: number;
  readonly type: Type;
}

export function slotsOf({ locals }: CheckContext): ReadonlyMap<string, number> {
  return new Map([...locals].map(([name, { slot }]) => [name, slot]));
}

/** Reports an error. Returns undefined, so that a check can end with it. */
export function report(
  context: Pick<CheckContext, 'diagnostics'>,
  problem: {
    readonly code: DiagnosticCode;
    readonly message: string;
    readonly at: Place;
    readonly replacement?: string | undefined;
  },
): undefined {
  context.diagnostics.push(diagnosticOf('error', problem));
  return undefined;
}

export function warn(
  context: Pick<CheckContext, 'diagnostics'>,
  problem: Parameters<typeof report>[1],
): void {
  context.diagnostics.push(diagnosticOf('warning', problem));
}

function diagnosticOf(
  severity: Diagnostic['severity'],
  { code, message, at, replacement }: Parameters<typeof report>[1],
): Diagnostic {
  const place = { start: at.start, end: at.end };
  return { code, severity, message, ...place, ...(replacement !== undefined && { replacement }) };
}
