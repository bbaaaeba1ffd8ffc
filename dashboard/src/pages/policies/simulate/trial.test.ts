import { describe, expect, test } from 'vitest';
import { sampleInput } from '../../../../../src/domain/policy/bundle/sample-input.ts';
import { noDeclarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import { givenOf } from '../../../../../src/domain/policy/report/given-of.ts';
import { withOneMoreTest } from '../form/edit-document.ts';
import { compileText } from '../policy-text.ts';
import { templateIds } from '../templates/template-ids.ts';
import { templates } from '../templates/templates.ts';
import { firstTrial, inputOfTrial, type Trial, testOfTrial } from './trial.ts';

const compiledOf = (text: string) => {
  const [compiled] = compileText(text, noDeclarations).compiled;
  if (compiled === undefined) throw new Error('does not compile');
  return compiled;
};

describe.each(templateIds)('a trial of the template %s', (id) => {
  const { policy, variables } = compiledOf(templates[id]);

  test('begins with a harmless request that names what the policy reads', () => {
    const trial = firstTrial(policy, variables);
    expect(inputOfTrial(trial)).toEqual(sampleInput('request'));
    expect(Object.keys(trial.given).length).toBeGreaterThan(0);
  });

  test('becomes a test of the policy that passes', () => {
    const trial: Trial = {
      phase: 'request',
      given: { 'request.model': 'o3', pii: { NIK: 2 }, 'time.hour': 23, 'risk.injection': 99 },
      failed: [],
    };
    const written = testOfTrial(trial, 'from a trial', { policy, declarations: noDeclarations });
    const { tests } = compiledOf(withOneMoreTest(templates[id], written));
    expect(tests.at(-1)).toMatchObject({ test: 'from a trial', failures: [] });
    expect(tests.at(-1)?.decision.matched).toHaveLength(1);
  });
});

test('a recorded request becomes the trial that makes it again', () => {
  const trial: Trial = {
    phase: 'response',
    given: { 'response.pii': { EMAIL: 3 }, 'request.tools': ['search'], 'principal.mfa': false },
    failed: ['risk.injection'],
  };
  expect(givenOf(inputOfTrial(trial), 'response')).toEqual(trial);
});

test('a policy of a workspace is tried in it', () => {
  const { policy } = compiledOf('name: abc\nscope: workspace:retail\neffect: deny\n');
  expect(inputOfTrial(firstTrial(policy, [])).request.workspace).toBe('retail');
});
