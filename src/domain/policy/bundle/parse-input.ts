import { isMap, type Node } from 'yaml';
import { schemaOf } from '../condition/schema.ts';
import type { Phase, PolicyInput } from '../condition/variables.ts';
import { Fields } from '../document/fields.ts';
import type { Declarations } from '../document/parse-policies.ts';
import { failedPaths, parseGiven } from '../document/parse-tests.ts';
import { type Problem, Problems } from '../document/problem.ts';
import { readYaml } from '../document/read-yaml.ts';
import { withValue } from './run-policy-tests.ts';
import { sampleInput } from './sample-input.ts';

export interface InputFile {
  /** Undefined when a problem is an error. */
  readonly input: { readonly phase: Phase; readonly input: PolicyInput } | undefined;
  readonly problems: readonly Problem[];
}

const phases: readonly Phase[] = ['request', 'response', 'stream'];

/**
 * Reads what a policy can know of one request from YAML or JSON: the whole of it, as decisions are recorded; the values by which
 * it differs from a harmless request; or these under `given`, with `phase` and `failed`, as in tests. Never throws.
 */
export function parseInput(text: string, declarations: Declarations): InputFile {
  const problems = new Problems(text);
  const [root, second] = readYaml(text, problems);
  if (root === undefined || second !== undefined) {
    const message = 'one request is needed';
    if (!problems.hasError)
      problems.add({ code: 'missing_key', message, at: { start: 0, end: text.length } });
    return { input: undefined, problems: problems.found };
  }
  const input = readInput(root, declarations, problems);
  const found = problems.found.sort((a, b) => a.start - b.start);
  return { input: problems.hasError ? undefined : input, problems: found };
}

function readInput(root: Node, declarations: Declarations, problems: Problems) {
  const fields = new Fields(root, problems);
  const isTest = fields.has('given') || fields.has('failed');
  const given = isTest ? fields.value('given') : valuesOf(root);
  if (isTest) fields.only(['name', 'phase', 'given', 'failed', 'expect']);
  const phase = fields.oneOf('phase', phases) ?? phaseOf(given, problems);
  const schema = schemaOf({ ...declarations, phases: [phase] });
  const values = given === undefined ? [] : parseGiven(given, schema, problems);
  const input = values.reduce((so, value) => withValue(so, value), sampleInput(phase));
  const failed = failedPaths(fields, schema, isTest ? 'failed' : 'unknown');
  return { phase, input: { ...input, unknown: failed } };
}

/** The variables of a record, without what stands beside them. */
function valuesOf(root: Node): Node {
  if (isMap(root)) {
    root.delete('unknown');
    root.delete('phase');
  }
  return root;
}

function phaseOf(given: Node | undefined, problems: Problems): Phase {
  const names = given === undefined ? [] : new Fields(given, problems).names;
  return names.some((name) => name.split('.')[0] === 'response') ? 'response' : 'request';
}
