import { withValue } from '../bundle/run-policy-tests.ts';
import { sampleInput } from '../bundle/sample-input.ts';
import { type Phase, type PolicyInput, piiVariables } from '../condition/variables.ts';
import type { JsonValue } from '../document/policy.ts';
import { type Constraint, exampleOf, type Region } from './region.ts';

/** A request of the region, as far as its constraints say what is in it; whether it is one must be tried. */
export function witnessOf(region: Region, phase: Phase): PolicyInput {
  let input = sampleInput(phase);
  const counts = new Map<string, Record<string, number>>();
  for (const [key, constraint] of region) {
    const found = findingsOf(key, constraint);
    if (found !== undefined) counts.set(found.path, { ...counts.get(found.path), ...found.counts });
    else input = constrained(input, key, constraint);
  }
  for (const [path, types] of counts) input = withFindings(input, path, types);
  return input;
}

interface Found {
  readonly path: string;
  readonly counts: Readonly<Record<string, number>>;
}

function findingsOf(key: string, constraint: Constraint): Found | undefined {
  const counted = /^((?:response\.)?pii)\.(?:count (.+)|types)$/.exec(key);
  const [, path, type] = counted ?? [];
  if (path === undefined) return undefined;
  if (type !== undefined) return { path, counts: { [type]: numberIn(constraint) } };
  return { path, counts: Object.fromEntries(elementsOf(constraint).map((name) => [name, 1])) };
}

function withFindings(
  input: PolicyInput,
  path: string,
  counts: Readonly<Record<string, number>>,
): PolicyInput {
  const findings = Object.entries(counts).flatMap(([type, count]) =>
    count > 0 ? [{ type, count, confidence: 100, role: 'user' as const }] : [],
  );
  return withValue(input, { path, value: { ...piiVariables(findings) } });
}

function constrained(input: PolicyInput, key: string, constraint: Constraint): PolicyInput {
  const [form = '', path = '', ...shape] = key.split(' ');
  const isTrue = constraint.among?.includes('true') === true;
  if (form === 'term') return input;
  if (form === 'has') return isTrue ? withValue(input, { path, value: 'INC-1' }) : input;
  if (form === 'glob') {
    return isTrue ? withValue(input, { path, value: shape.join(' ').replaceAll('*', 'x') }) : input;
  }
  return withValue(input, { path: key, value: valueLike(valueAt(key, input), constraint) });
}

/** Of the type of the value that stands there. */
function valueLike(value: unknown, constraint: Constraint): JsonValue {
  if (typeof value === 'number') return numberIn(constraint);
  if (Array.isArray(value)) return elementsOf(constraint);
  const { among, notAmong = [] } = constraint;
  const text = among?.find((each) => !notAmong.includes(each)) ?? 'other';
  return typeof value === 'boolean' ? text === 'true' : text;
}

function valueAt(path: string, input: PolicyInput): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (whole, name) => Object.entries(whole ?? {}).find(([key]) => key === name)?.[1],
      input,
    );
}

function elementsOf({ has = [], lacks = [], hasAny = [] }: Constraint): readonly string[] {
  const chosen = hasAny.flatMap((each) => each.find((element) => !lacks.includes(element)) ?? []);
  return [...new Set([...has, ...chosen])].map(exampleOf);
}

function numberIn({ low, high, notAmong = [] }: Constraint): number {
  const least = low?.at ?? Number.NEGATIVE_INFINITY;
  const most = high?.at ?? Number.POSITIVE_INFINITY;
  const isIn = (value: number) =>
    Number.isFinite(value) &&
    (low?.isOpen ? value > least : value >= least) &&
    (high?.isOpen ? value < most : value <= most) &&
    !notAmong.includes(String(value));
  const middle = (least + most) / 2;
  const candidates = [
    least,
    least + 1,
    least + 2,
    most,
    most - 1,
    Math.floor(middle),
    middle,
    0,
    1,
  ];
  return candidates.find(isIn) ?? 0;
}
