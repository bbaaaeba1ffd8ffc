import { describe, expect, test } from 'vitest';
import {
  noDeclarations,
  parsePolicies,
} from '../../../../../src/domain/policy/document/parse-policies.ts';
import { enPolicyLanguage } from '../../../app/i18n/en-policy-language.ts';
import { documentOptions, phasesIn } from './document-options.ts';

const declarations = {
  ...noDeclarations,
  lists: new Map([['approved_models', ['gpt-4o']]]),
  calendars: ['office-hours'],
};

function offered(marked: string): readonly string[] {
  const offset = marked.indexOf('‸');
  const { options } = documentOptions(marked.replace('‸', ''), offset, {
    declarations,
    words: enPolicyLanguage,
  });
  return options.map(({ label }) => label);
}

describe('completion', () => {
  test.each([
    ['‸', ['name', 'priority', 'mode', 'match', 'when', 'effect', 'tests']],
    ['mode: ‸', ['enforce', 'monitor', 'off']],
    ['match: {‸', ['provider', 'model', 'classification']],
    ['match: {provider: ‸', ['bedrock', 'not']],
    ['match: {provider: {not: ‸', ['openai', 'anthropic', 'bedrock']],
    ['effect: ‸', ['deny', 'redact', 'require_approval']],
    ['effect:\n  - red‸', ['redact']],
    ['effect: {redact: {‸', ['types', 'style']],
    ['effect: {redact: {style: ‸', ['mask', 'tokenise', 'redact']],
    ['effect:\n  - redact: {types: [‸', ['NIK', 'EMAIL']],
    ['effect: {deny: {code: ‸', ['pii_blocked', 'model_not_allowed']],
    ['when: ‸', ['request', 'pii', 'risk', 'size', 'lists']],
    ['when: pii.‸', ['total', 'count', 'any']],
    ['when: |\n  risk.score > 3\n  && request.‸', ['provider', 'tools', 'input_tokens']],
    ['when: request.provider == ‸', ['"openai"', '"bedrock"']],
    ['when: request.provider == "‸', ['openai', 'bedrock']],
    ['when: request.provider in ["openai", "‸', ['bedrock']],
    ['when: request.model.‸', ['startsWith', 'matches']],
    ['when: request.tools.‸', ['exists', 'size']],
    ['when: pii.count("‸', ['NIK', 'EMAIL']],
    ['when: pii.any(["NIK", "‸', ['EMAIL']],
    ['when: request.model in lists.‸', ['approved_models']],
    ['when: time.within("‸', ['office-hours']],
    ['phase: response\nwhen: response.‸', ['pii', 'finish_reason']],
    ['tests:\n  - ‸', ['name', 'given', 'expect']],
    ['tests:\n  - given: {‸', ['request.provider', 'pii', 'risk.injection']],
    ['tests:\n  - given: {pii: {‸', ['NIK']],
    ['tests:\n  - given: {request.provider: ‸', ['openai']],
    ['tests:\n  - failed: [‸', ['pii', 'risk.injection']],
    ['tests:\n  - expect: {‸', ['decision', 'code', 'obligations']],
    ['tests:\n  - expect: {decision: ‸', ['allow', 'redact', 'hold', 'deny']],
  ])('offers at %j', (text, some) => {
    expect(offered(text)).toEqual(expect.arrayContaining(some));
  });

  test('offers nothing where anything may stand', () => {
    expect(offered('name: ‸')).toEqual([]);
    expect(offered('message: pii.‸')).toEqual([]);
    expect(offered('when: "pii" in request.nothing.‸')).toEqual([]);
  });

  test('does not offer the answer to a policy that is asked before there is one', () => {
    expect(offered('when: ‸')).not.toContain('response');
    expect(offered('phase: [request, response]\nwhen: ‸')).not.toContain('response');
  });

  test('knows every key that the language has, and no other', () => {
    const document = offered('‸')
      .map((key) => `${key}: x`)
      .join('\n');
    const { problems } = parsePolicies(document, noDeclarations);
    expect(problems.filter(({ code }) => code === 'unknown_key')).toEqual([]);
    expect(offered('‸')).toHaveLength(12);
  });
});

test('phases are read from an unfinished text', () => {
  expect(phasesIn('name: x\nphase: [stream, response')).toEqual(['response', 'stream']);
  expect(phasesIn('phase:\n  - response\nwhen: request.x')).toEqual(['response']);
  expect(phasesIn('when: response')).toEqual(['request']);
});
