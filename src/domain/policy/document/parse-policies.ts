import type { Node } from 'yaml';
import { isSeq } from 'yaml';
import { compileCondition } from '../condition/compile-condition.ts';
import type { ConditionScope, Phase } from '../condition/variables.ts';
import { Fields, nodesOf, oneOfNode } from './fields.ts';
import { conditionSource } from './match-source.ts';
import { parseConditionField } from './parse-condition-field.ts';
import { parseEffects } from './parse-effects.ts';
import { parseMatch } from './parse-match.ts';
import { parseTests } from './parse-tests.ts';
import type { Mode, Policy, Scope } from './policy.ts';
import { type Problem, Problems } from './problem.ts';
import { placeOf, readYaml } from './read-yaml.ts';

/** What a tenant has declared besides its policies, which conditions may refer to. */
export type Declarations = Omit<ConditionScope, 'phases'>;

export const noDeclarations: Declarations = { lists: new Map(), calendars: [], recognisers: [] };

export interface PolicyFile {
  /** Empty when a problem is an error. */
  readonly policies: readonly Policy[];
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

const messageLengthMax = 500;
const mappingsMax = 64;
const phases: readonly Phase[] = ['request', 'response', 'stream'];
const modes: readonly Mode[] = ['enforce', 'monitor', 'off'];
const namePattern = /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/;
const slugPattern = /^workspace:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads policies from YAML 1.2 (core schema) or JSON: one document, several between `---`, or a list. Never throws, whatever
 * the text.
 */
export function parsePolicies(text: string, declarations: Declarations): PolicyFile {
  const problems = new Problems(text);
  const roots = readYaml(text, problems);
  const nodes = roots.flatMap((root) => (isSeq(root) ? nodesOf(root) : [root]));
  const policies = nodes.flatMap((node) => {
    const policy = parsePolicy(node, { text, declarations, problems });
    return policy === undefined ? [] : [policy];
  });
  refuseSameNames(policies, nodes, problems);
  if (nodes.length === 0 && !problems.hasError) {
    const at = { start: 0, end: text.length };
    problems.add({ code: 'missing_key', message: 'there is no policy in it', at });
  }
  const found = problems.found.sort((a, b) => a.start - b.start);
  return { policies: problems.hasError ? [] : policies, problems: found };
}

interface Reading {
  readonly text: string;
  readonly declarations: Declarations;
  readonly problems: Problems;
}

const keys = [
  'name',
  'priority',
  'scope',
  'mode',
  'phase',
  'match',
  'when',
  'unless',
  'effect',
  'message',
  'framework_mapping',
  'tests',
];

function parsePolicy(node: Node, { text, declarations, problems }: Reading): Policy | undefined {
  const fields = new Fields(node, problems).only(keys);
  const scope: ConditionScope = { ...declarations, phases: parsePhases(fields) };
  const effect = fields.required('effect');
  const match = fields.value('match');
  const tests = fields.value('tests');
  for (const name of ['match', 'when', 'unless']) refuseEmpty(name, fields);
  const condition = (name: string) => {
    const value = fields.value(name);
    return value && parseConditionField(value, { text, scope, problems });
  };
  const name = parseName(fields);
  const policy = {
    priority: fields.int('priority', [0, 100]) ?? 50,
    scope: parseScope(fields),
    mode: fields.oneOf('mode', modes) ?? 'monitor',
    phases: scope.phases,
    match: match === undefined ? {} : parseMatch(match, scope, problems),
    when: condition('when'),
    unless: condition('unless'),
    effects: effect === undefined ? [] : parseEffects(effect, scope, problems),
    message: fields.text('message', messageLengthMax),
    frameworkMapping: fields.texts('framework_mapping', mappingsMax) ?? [],
    tests: tests === undefined ? [] : parseTests(tests, scope, problems),
  };
  if (!problems.hasError) checkWhole(node, conditionSource(policy), { scope, problems });
  return name === undefined ? undefined : { name, ...policy };
}

/** A condition that its author forgot to write would hold for everything. */
function refuseEmpty(name: string, fields: Fields): void {
  if (!fields.names.includes(name) || fields.has(name)) return;
  const at = placeOf(fields.keyNode(name));
  const message = `'${name}' is empty: write it, or leave the key out`;
  fields.problems.add({ code: 'missing_key', message, at });
}

/** The parts may be right and the whole too costly. */
function checkWhole(
  node: Node,
  source: string,
  { scope, problems }: { readonly scope: ConditionScope; readonly problems: Problems },
): void {
  const compilation = compileCondition(source, scope);
  for (const { code, message } of compilation.ok ? [] : compilation.diagnostics) {
    problems.add({ code: `condition.${code}`, message, at: placeOf(node) });
  }
}

function parseName(fields: Fields): string | undefined {
  fields.required('name');
  const name = fields.text('name', 63);
  if (name !== undefined && !namePattern.test(name)) {
    const message = 'a name is 3 to 63 lower-case letters, digits and hyphens';
    fields.report('out_of_range', message, 'name');
  }
  return name;
}

function parseScope(fields: Fields): Scope {
  const scope = fields.text('scope', 80) ?? 'tenant';
  if (isScope(scope)) return scope;
  const message = "a scope is 'tenant' or 'workspace:' with the slug of a workspace";
  fields.report('unknown_value', message, 'scope');
  return 'tenant';
}

function isScope(text: string): text is Scope {
  return text === 'tenant' || slugPattern.test(text);
}

/** Always in the order in which they happen. */
function parsePhases(fields: Fields): readonly Phase[] {
  const node = fields.value('phase');
  const found = node && nodesOf(node).map((entry) => oneOfNode(entry, phases, fields.problems));
  const named = phases.filter((phase) => found?.includes(phase));
  return named.length === 0 ? ['request'] : named;
}

function refuseSameNames(
  policies: readonly Policy[],
  nodes: readonly Node[],
  problems: Problems,
): void {
  const seen = new Set<string>();
  policies.forEach(({ name, scope }, index) => {
    const key = `${scope} ${name}`;
    if (seen.has(key)) {
      const message = `there is another policy '${name}' in this scope`;
      problems.add({ code: 'duplicate', message, at: placeOf(nodes[index]) });
    }
    seen.add(key);
  });
}
