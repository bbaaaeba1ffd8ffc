import { isMap, isScalar, type Node } from 'yaml';
import { may, tenantRoles } from '../../access/role.ts';
import { entities } from '../../inspection/entity.ts';
import type { ConditionScope } from '../condition/variables.ts';
import type { Cap, Effect, Hold, Route, StripTools } from './effect.ts';
import {
  blockCodes,
  effectPhases,
  logContents,
  providers,
  redactionStyles,
  severities,
} from './effect.ts';
import { Fields, nodesOf, oneOfNode } from './fields.ts';
import type { Problems } from './problem.ts';
import { placeOf } from './read-yaml.ts';

const effectsMax = 16;
const namesMax = 128;
const tokensMax = 10_000_000;
const timeoutMinutesMax = 7 * 24 * 60;
const waitSecondsMax = 600;

/** `effect: deny`, `effect: {cap: {…}}`, or a list of these. */
export function parseEffects(
  node: Node,
  scope: ConditionScope,
  problems: Problems,
): readonly Effect[] {
  const nodes = nodesOf(node);
  if (nodes.length === 0 || nodes.length > effectsMax) {
    const message = `a policy has 1 to ${effectsMax} effects`;
    problems.add({ code: 'out_of_range', message, at: placeOf(node) });
  }
  return nodes.flatMap((entry) => {
    const effect = parseEffect(entry, scope, problems);
    return effect === undefined ? [] : [effect];
  });
}

const names = Object.keys(effectPhases);

function parseEffect(node: Node, scope: ConditionScope, problems: Problems): Effect | undefined {
  if (!isMap(node)) {
    const name = oneOfNode(node, names, problems);
    return name === undefined
      ? undefined
      : effectOf(name, { node, fields: undefined, scope, problems });
  }
  const outer = new Fields(node, problems).only(names);
  const [name, surplus] = outer.names;
  if (name === undefined || surplus !== undefined) {
    const message = 'one effect stands here; several are a list';
    problems.add({ code: 'wrong_type', message, at: placeOf(node) });
    return undefined;
  }
  const inner = outer.value(name);
  const fields = inner && isMap(inner) ? new Fields(inner, problems) : undefined;
  if (inner && fields === undefined)
    outer.report('wrong_type', `arguments are keys with values${exampleOf(name)}`, name);
  return names.includes(name) ? effectOf(name, { node, fields, scope, problems }) : undefined;
}

const examples: Readonly<Record<string, string>> = {
  deny: '{deny: {code: pii_blocked}}',
  redact: '{redact: {types: [EMAIL], style: mask}}',
  tokenise: '{tokenise: {types: [EMAIL]}}',
  cap: '{cap: {max_output_tokens: 1000}}',
  strip_tools: '{strip_tools: {remove: [shell]}}',
  route: '{route: {provider: bedrock}}',
  require_approval: '{require_approval: {timeout_minutes: 60}}',
  require_hitl: '{require_hitl: {timeout_minutes: 60}}',
  log: '{log: {content: none}}',
  flag: '{flag: {tag: review}}',
};

function exampleOf(name: string): string {
  const example = examples[name];
  return example === undefined ? '' : `, as in ${example}`;
}

interface Place {
  readonly node: Node;
  /** The arguments, where there are any. */
  readonly fields: Fields | undefined;
  readonly scope: ConditionScope;
  readonly problems: Problems;
}

function effectOf(name: string, place: Place): Effect | undefined {
  checkPhases(name, place);
  switch (name) {
    case 'deny':
      return { kind: 'deny', code: place.fields?.only(['code']).oneOf('code', blockCodes) };
    case 'redact':
    case 'tokenise':
      return redaction(name, place);
    case 'cap':
      return cap(place);
    case 'strip_tools':
      return stripTools(place);
    case 'route':
      return route(place);
    case 'require_approval':
    case 'require_hitl':
      return hold(name, place);
    case 'log': {
      const content = argumentsOf(name, place)?.only(['content']).oneOf('content', logContents);
      return content && { kind: 'log', content };
    }
    case 'flag': {
      const fields = argumentsOf(name, place)?.only(['tag', 'severity']);
      const tag = fields?.required('tag') && fields.text('tag', 64);
      const severity = fields?.oneOf('severity', severities) ?? 'medium';
      return tag ? { kind: 'flag', tag, severity } : undefined;
    }
    default:
      place.fields?.only([]);
      return name === 'allow' ? { kind: 'allow' } : { kind: 'log_only' };
  }
}

function checkPhases(name: string, { node, scope, problems }: Place): void {
  const possible = effectPhases[name] ?? [];
  for (const phase of scope.phases) {
    if (!possible.includes(phase)) {
      const message = `'${name}' cannot be done in the phase ${phase}, only in ${possible.join(', ')}`;
      problems.add({ code: 'effect_phase', message, at: placeOf(node) });
    }
  }
}

function argumentsOf(name: string, { fields, node, problems }: Place): Fields | undefined {
  if (fields === undefined) {
    const message = `'${name}' needs arguments${exampleOf(name)}`;
    problems.add({ code: 'missing_key', message, at: placeOf(node) });
  }
  return fields;
}

function redaction(name: 'redact' | 'tokenise', { fields, scope, problems }: Place): Effect {
  fields?.only(name === 'redact' ? ['types', 'style'] : ['types']);
  const known = [...Object.keys(entities), ...scope.recognisers, '*'];
  const node = fields?.value('types');
  const types = node && nodesOf(node).map((entry) => oneOfNode(entry, known, problems));
  if (types?.length === 0) fields?.report('out_of_range', 'at least one type is needed', 'types');
  const style = name === 'tokenise' ? 'tokenise' : fields?.oneOf('style', redactionStyles);
  const named = [...new Set(types?.filter((type) => type !== undefined) ?? ['*'])].sort();
  return { kind: 'redact', types: named, style: style ?? 'redact' };
}

function cap(place: Place): Cap | undefined {
  const fields = argumentsOf('cap', place)?.only(['max_output_tokens', 'max_input_tokens']);
  const maxOutputTokens = fields?.int('max_output_tokens', [1, tokensMax]);
  const maxInputTokens = fields?.int('max_input_tokens', [1, tokensMax]);
  if (fields?.names.length === 0) argumentsOf('cap', { ...place, fields: undefined });
  return { kind: 'cap', maxOutputTokens, maxInputTokens };
}

function stripTools({ fields }: Place): StripTools {
  fields?.only(['remove', 'keep']);
  const keep = fields?.texts('keep', namesMax);
  const remove = fields?.texts('remove', namesMax) ?? (keep === undefined ? ['*'] : []);
  return { kind: 'strip_tools', remove, keep };
}

function route(place: Place): Route {
  const fields = argumentsOf('route', place)?.only(['provider', 'model', 'region']);
  if (fields?.names.length === 0) argumentsOf('route', { ...place, fields: undefined });
  return {
    kind: 'route',
    provider: fields?.oneOf('provider', providers),
    model: fields?.text('model', 256),
    region: fields?.text('region', 64),
  };
}

function hold(kind: Hold['kind'], { fields, problems }: Place): Hold {
  fields?.only(['approvers', 'timeout_minutes', 'wait_seconds']);
  const approvers = fields?.value('approvers');
  if (approvers !== undefined) warnOfStrangers(approvers, problems);
  return {
    kind,
    approvers: fields?.texts('approvers', namesMax) ?? [],
    timeoutMinutes: fields?.int('timeout_minutes', [1, timeoutMinutesMax]) ?? 60,
    waitSeconds: fields?.int('wait_seconds', [0, waitSecondsMax]) ?? 0,
  };
}

/** Whom nobody can be: the request would wait in vain. */
function warnOfStrangers(approvers: Node, problems: Problems): void {
  for (const node of nodesOf(approvers)) {
    const name = isScalar(node) ? String(node.value) : '';
    const isKnown = approverRoles.some((role) => name === `role:${role}`) || /^usr_\w+$/.test(name);
    if (!isKnown) {
      const message = `nobody can approve as '${name}': write "role:admin", or the id of a user, usr_…`;
      problems.add({ code: 'unknown_value', severity: 'warning', message, at: placeOf(node) });
    }
  }
}

const approverRoles = tenantRoles.filter((role) => may(role, 'approval.decide'));
