import { sampleInput } from '../bundle/sample-input.ts';
import type { Phase, PiiFinding, PolicyInput } from '../condition/variables.ts';
import type { JsonValue } from '../document/policy.ts';
import type { JsonObject } from '../document/policy-json.ts';

/** An input as a test of a policy gives it: what differs from a harmless request, by path, and what is unknown. */
export interface TestGiven {
  readonly phase: Phase;
  readonly given: JsonObject;
  readonly failed: readonly string[];
}

export function givenOf(input: PolicyInput, phase: Phase): TestGiven {
  const { unknown: failed, ...variables } = input;
  const { unknown: _, ...sample } = sampleInput(phase);
  return { phase, given: Object.fromEntries(differences('', variables, sample)), failed };
}

type Entry = readonly [string, JsonValue];

/** Claims are a mapping of the caller's own making, which no path leads into. */
const wholes = new Set(['principal.claims']);

function differences(path: string, value: unknown, sample: unknown): readonly Entry[] {
  if (value === undefined || isSame(value, sample)) return [];
  if (path === 'pii' || path === 'response.pii') return [[path, countsOf(value) ?? json(value)]];
  if (!isRecord(value) || wholes.has(path)) return [[path, json(value)]];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = isRecord(sample) ? sample[key] : undefined;
    return differences(path === '' ? key : `${path}.${key}`, inner, own);
  });
}

/** `{NIK: 1}`, for findings of which that says everything there is. */
export function countsOf(pii: unknown): JsonValue | undefined {
  const findings = isRecord(pii) && Array.isArray(pii['findings']) ? pii['findings'] : [];
  const plain = findings.filter(isPlain);
  const types = new Set(plain.map(({ type }) => type));
  if (plain.length < findings.length || types.size < plain.length || plain.length === 0) {
    return undefined;
  }
  return Object.fromEntries(plain.map(({ type, count }) => [type, count]));
}

/** As `withValue` makes a finding of a count. */
function isPlain(finding: unknown): finding is PiiFinding {
  return isRecord(finding) && finding['role'] === 'user' && finding['confidence'] === 100;
}

function json(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map((element) => json(element));
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(entries.map(([key, inner]) => [key, json(inner)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
