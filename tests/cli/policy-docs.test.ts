import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../src/domain/policy/condition/functions.ts';
import { schemaOf } from '../../src/domain/policy/condition/schema.ts';
import type { RecordType } from '../../src/domain/policy/condition/type.ts';
import { effectPhases } from '../../src/domain/policy/document/effect.ts';
import { parseDeclarations } from '../../src/domain/policy/document/parse-declarations.ts';
import { noDeclarations } from '../../src/domain/policy/document/parse-policies.ts';
import { openPolicySite, runPolicy } from './policy-site.ts';

const guide = readFileSync('docs/guides/policies.md', 'utf8');
const format = readFileSync('docs/formats/policy.md', 'utf8');
const approvals = readFileSync('docs/guides/approvals.md', 'utf8');
const blocks = [...`${guide}\n${format}\n${approvals}`.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  ([, code = '']) => code,
);
const policies = blocks.filter((code) => code.startsWith('name:'));
const declarations = blocks.filter((code) => !code.startsWith('name:'));

describe('the pages about policies', () => {
  let site: ReturnType<typeof openPolicySite>;
  beforeAll(() => {
    site = openPolicySite();
  });
  afterAll(() => site.close());

  test('show policies that lint finds nothing in, whose tests notice every mistake', async () => {
    expect(policies.length).toBeGreaterThan(0);
    for (const [at, text] of policies.entries()) {
      const file = site.put(`${at}.yaml`, text);
      expect(await runPolicy(['lint', '--strict', file])).toMatchObject({ exitCode: 0 });
      expect(await runPolicy(['test', '--mutate', file])).toMatchObject({ exitCode: 0 });
    }
  });

  test('show declarations that are read', () => {
    expect(declarations).toHaveLength(2);
    for (const text of declarations) expect(parseDeclarations(text).problems).toEqual([]);
  });

  test('have every variable, function and effect', () => {
    const variables = pathsOf(schemaOf({ ...noDeclarations, phases: ['response'] }), '');
    expect(variables.length).toBeGreaterThan(50);
    const own = variables.filter((path) => !/^response\.(?:pii|risk)\./.test(path));
    expect(own.filter((path) => !format.includes(`\`${path}\``))).toEqual([]);
    const named = (name: string) => new RegExp(`\\b${name}\\(`).test(format);
    expect(Object.keys(functions).filter((name) => !named(name))).toEqual([]);
    const effects = Object.keys(effectPhases);
    expect(effects.filter((name) => !format.includes(`\`${name}\``))).toEqual([]);
  });

  test('name the commands and options that there are', async () => {
    const lines = [...guide.matchAll(/^\| `monago policy (\w+) ([^`]*)`/gm)];
    expect(new Set(lines.map(([, command]) => command))).toEqual(
      new Set(['fmt', 'lint', 'test', 'diff', 'explain', 'apply', 'backtest']),
    );
    for (const [, command = '', rest = ''] of lines) {
      const help = (await runPolicy([command, '--help'])).out;
      for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(help).toContain(option);
    }
  });
});

/** The variables themselves, not the records that they stand in. */
function pathsOf(schema: RecordType, prefix: string): readonly string[] {
  return Object.entries(schema.fields).flatMap(([name, { type }]) =>
    type.kind === 'record' ? pathsOf(type, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}
