import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyVersion } from '../src/domain/policy/bundle/compile-policy.ts';
import { bundleOf, type PolicyBundle } from '../src/domain/policy/bundle/policy-bundle.ts';
import { withValue } from '../src/domain/policy/bundle/run-policy-tests.ts';
import { sampleInput } from '../src/domain/policy/bundle/sample-input.ts';
import type { PolicyInput } from '../src/domain/policy/condition/variables.ts';
import { noDeclarations, parsePolicies } from '../src/domain/policy/document/parse-policies.ts';
import type { JsonValue, Policy } from '../src/domain/policy/document/policy.ts';

/*
 * What a whole decision costs: index, conditions, contest and obligations. The policies are the examples, again and again for
 * other workspaces, providers, models, tools and thresholds; every request differs from the others.
 */

const folder = 'examples/policies';
const requestCount = 4_000;
const roundCount = 5;
/** Median of a decision, in microseconds, by the number of policies. */
const gates: readonly (readonly [number, number])[] = [
  [200, 20],
  [1_000, 50],
];

const examples: readonly Policy[] = readdirSync(folder).flatMap(
  (name) => parsePolicies(readFileSync(join(folder, name), 'utf8'), noDeclarations).policies,
);

/** A small generator of one's own, so that every run measures the same (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const workspaces = Array.from({ length: 40 }, (_, at) => `workspace-${at}`);

function policies(count: number): readonly PolicyVersion[] {
  const random = randomFrom(1);
  return Array.from({ length: count }, (_, at) => {
    const example = examples[at % examples.length];
    if (example === undefined) throw new Error(`no policies in ${folder}`);
    const isCopy = at >= examples.length;
    const workspace = workspaces[random(workspaces.length)] ?? '';
    // Policies for everybody are few; most are about one workspace, as its scope or in what they match.
    const scope = isCopy && random(2) === 0 ? (`workspace:${workspace}` as const) : example.scope;
    const match = isCopy
      ? { ...example.match, workspace: { oneOf: [workspace], noneOf: [] } }
      : example.match;
    const policy = { ...example, name: `${example.name}-${at}`, scope, match };
    return { policy, version: '1' };
  });
}

function requests(): readonly PolicyInput[] {
  const random = randomFrom(2);
  const pick = <Value>(values: readonly Value[], fallback: Value) =>
    values[random(values.length)] ?? fallback;
  return Array.from({ length: requestCount }, () => {
    const given: readonly (readonly [string, JsonValue])[] = [
      [
        'request.workspace',
        pick([...workspaces, 'retail-jakarta', 'sandbox', 'contact-centre'], ''),
      ],
      ['request.provider', pick(['openai', 'anthropic', 'bedrock'], '')],
      ['request.model', pick(['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4', 'o3'], '')],
      ['request.tools', pick<readonly string[]>([[], [], ['search'], ['search', 'shell']], [])],
      ['data.tags', pick<readonly string[]>([[], [], ['eu-customer'], ['hr']], [])],
      ['pii', pick<JsonValue>([{}, {}, { EMAIL: 1 }, { NIK: 1, PHONE: 2 }], {})],
      ['risk.injection', pick([0, 0, 10, 85, 97], 0)],
      ['budget.month_pct', pick([10, 50, 95, 120], 0)],
      ['time.hour', random(24)],
    ];
    return given.reduce(
      (input, [path, value]) => withValue(input, { path, value }),
      sampleInput('request'),
    );
  });
}

/** Microseconds of each decision, the least of several rounds: the others were disturbed by something else. */
function measure(bundle: PolicyBundle, inputs: readonly PolicyInput[]): readonly number[] {
  const least = inputs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < roundCount; round += 1) {
    inputs.forEach((input, at) => {
      const startedAt = performance.now();
      bundle.decide('request', input);
      least[at] = Math.min(least[at] ?? 0, (performance.now() - startedAt) * 1_000);
    });
  }
  return least.sort((a, b) => a - b);
}

function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.floor((sorted.length * percent) / 100)] ?? Number.NaN;
}

const inputs = requests();
for (const [count, gateUs] of gates) {
  const startedAt = performance.now();
  const bundle = bundleOf(policies(count), noDeclarations);
  const compileMs = performance.now() - startedAt;
  const blind = inputs.map((input) => ({ ...input, unknown: ['pii'] }));
  measure(bundle, inputs);
  const timings = measure(bundle, inputs);
  const p50 = percentile(timings, 50);
  const figures = [
    `${count} policies (compiled in ${compileMs.toFixed(0)} ms)`,
    `p50 ${p50.toFixed(1)} µs`,
    `p99 ${percentile(timings, 99).toFixed(1)} µs`,
    `without PII detector p50 ${percentile(measure(bundle, blind), 50).toFixed(1)} µs`,
    `gate ${gateUs} µs ${p50 <= gateUs ? 'kept' : 'missed'}`,
  ];
  process.stdout.write(`${figures.join(' · ')}\n`);
  if (p50 > gateUs) process.exitCode = 1;
}
