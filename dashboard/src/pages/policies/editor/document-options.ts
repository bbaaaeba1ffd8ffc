import type {
  ConditionScope,
  Phase,
} from '../../../../../src/domain/policy/condition/variables.ts';
import {
  blockCodes,
  effectPhases,
  logContents,
  providers,
  redactionStyles,
  severities,
} from '../../../../../src/domain/policy/document/effect.ts';
import { allMatchKeys } from '../../../../../src/domain/policy/document/match-source.ts';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import { matchKeys } from '../../../../../src/domain/policy/document/policy.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';
import { conditionOptions, valuesOfVariable, variablePaths } from './condition-options.ts';
import type { Option } from './option.ts';
import { placeAt, type YamlPlace } from './yaml-place.ts';

type Words = Dictionary['policyLanguage'];

export interface DocumentOptions {
  readonly from: number;
  readonly options: readonly Option[];
}

interface Setting {
  readonly declarations: Declarations;
  readonly words: Words;
}

/** What can be written at an offset of a policy document. */
export function documentOptions(text: string, offset: number, setting: Setting): DocumentOptions {
  const place = placeAt(text, offset);
  const scope: ConditionScope = { ...setting.declarations, phases: phasesIn(text) };
  const [root] = place.path;
  if (place.role === 'text' || (place.role === 'value' && isCondition(root))) {
    if (place.path.length > 1 || !isCondition(root)) return { from: offset, options: [] };
    const { length, options } = conditionOptions(text.slice(place.from, offset), scope);
    return { from: offset - length, options };
  }
  return { from: place.from, options: optionsAt(place, scope, setting.words) };
}

function isCondition(key: string | undefined): boolean {
  return key === 'when' || key === 'unless';
}

/** The phases that a text names, before it can be read as a whole. */
export function phasesIn(text: string): readonly Phase[] {
  const written = /^phase:(.*(?:\n[ \t-]+.*)*)/m.exec(text)?.[1] ?? '';
  const all: readonly Phase[] = ['request', 'response', 'stream'];
  const named = all.filter((phase) => new RegExp(`\\b${phase}\\b`).test(written));
  return named.length === 0 ? ['request'] : named;
}

function optionsAt(place: YamlPlace, scope: ConditionScope, words: Words): readonly Option[] {
  const [root, second, third] = place.path;
  switch (root) {
    case undefined:
      return place.role === 'value' ? [] : keys(words.keys);
    case 'mode':
      return values(['enforce', 'monitor', 'off']);
    case 'phase':
      return values(['request', 'response', 'stream']);
    case 'scope':
      return values(['tenant', 'workspace:']);
    case 'match':
      return matchOptions(place, scope, words);
    case 'effect':
      return effectOptions(place, scope, words);
    case 'tests':
      return second === undefined
        ? keys(words.testKeys)
        : testOptions({ ...place, path: [second, ...(third === undefined ? [] : [third])] }, scope);
    default:
      return [];
  }
}

function matchOptions({ path }: YamlPlace, scope: ConditionScope, words: Words): readonly Option[] {
  const key = allMatchKeys.find((each) => each === path[1]);
  if (path.length === 1) return keys(words.matchKeys);
  if (key === undefined) return [];
  const known = valuesOfVariable(matchKeys[key].variable, scope);
  return path.length > 2 ? values(known) : [...values(known), ...keys(words.matchForms)];
}

const argumentKeys: Readonly<Record<string, readonly string[]>> = {
  deny: ['code'],
  redact: ['types', 'style'],
  tokenise: ['types'],
  cap: ['max_output_tokens', 'max_input_tokens'],
  strip_tools: ['remove', 'keep'],
  route: ['provider', 'model', 'region'],
  require_approval: ['approvers', 'timeout_minutes', 'wait_seconds'],
  require_hitl: ['approvers', 'timeout_minutes', 'wait_seconds'],
  log: ['content'],
  flag: ['tag', 'severity'],
};

const argumentValues: Readonly<Record<string, readonly string[]>> = {
  code: blockCodes,
  style: redactionStyles,
  content: logContents,
  severity: severities,
  provider: providers,
};

function effectOptions(place: YamlPlace, scope: ConditionScope, words: Words): readonly Option[] {
  const [, effect, argument] = place.path;
  if (effect === undefined) return effects(place, words);
  if (argument === undefined) return plainKeys(argumentKeys[effect] ?? []);
  if (argument === 'types') return values([...entityTypes(scope), '"*"']);
  if (argument === 'approvers') return values(['"role:admin"', '"team:"']);
  return values(argumentValues[argument] ?? []);
}

const withoutArguments = ['allow', 'deny', 'log_only', 'redact', 'tokenise'];

/** As an element of a list an effect with arguments is a mapping; in a mapping it is the key. */
function effects({ role }: YamlPlace, words: Words): readonly Option[] {
  return Object.keys(effectPhases).flatMap((label): readonly Option[] => {
    const about = aboutOf(words.effects, label);
    const plain: Option = { label, kind: 'effect', ...about };
    const withKey: Option = {
      label,
      kind: 'effect',
      detail: '{…}',
      ...about,
      insert: `${label}: {`,
    };
    const isPlain = withoutArguments.includes(label);
    const hasArguments = label in argumentKeys;
    if (role === 'key') return hasArguments ? [withKey] : [];
    return [...(isPlain ? [plain] : []), ...(hasArguments ? [mapping(withKey, role)] : [])];
  });
}

function mapping(option: Option, role: YamlPlace['role']): Option {
  return role === 'value' ? { ...option, insert: `{${option.insert ?? option.label}` } : option;
}

function testOptions({ path, role }: YamlPlace, scope: ConditionScope): readonly Option[] {
  const [part, name] = path;
  const inTest: ConditionScope = { ...scope, phases: scope.phases.slice(0, 1) };
  switch (part) {
    case 'failed':
      return variablePaths(inTest);
    case 'phase':
      return values(scope.phases);
    case 'given':
      return givenOptions(name, inTest);
    case 'expect':
      return name === undefined && role !== 'key' ? [] : expectationOptions(name);
    default:
      return [];
  }
}

function givenOptions(name: string | undefined, scope: ConditionScope): readonly Option[] {
  if (name === undefined) return variablePaths(scope).map((option) => asKey(option));
  if (/(?:^|\.)pii$/.test(name)) return plainKeys(entityTypes(scope));
  return values(valuesOfVariable(name, scope));
}

function expectationOptions(name: string | undefined): readonly Option[] {
  switch (name) {
    case undefined:
      return plainKeys(['decision', 'code', 'matched', 'obligations']);
    case 'decision':
      return values(['allow', 'redact', 'hold', 'deny']);
    case 'code':
      return values(blockCodes);
    default:
      return name === 'matched' ? values(['true', 'false']) : [];
  }
}

function entityTypes(scope: ConditionScope): readonly string[] {
  return valuesOfVariable('pii.types', scope);
}

function keys(about: Readonly<Record<string, string>>): readonly Option[] {
  return Object.entries(about).map(([label, what]) => asKey({ label, kind: 'key', about: what }));
}

function plainKeys(names: readonly string[]): readonly Option[] {
  return names.map((label) => asKey({ label, kind: 'key' }));
}

function asKey(option: Option): Option {
  return { ...option, insert: `${option.label}: ` };
}

function values(labels: readonly string[]): readonly Option[] {
  return labels.map((label) => ({ label, kind: 'value' }));
}

function aboutOf(words: Readonly<Record<string, string>>, name: string): Pick<Option, 'about'> {
  const about = words[name];
  return about === undefined ? {} : { about };
}
