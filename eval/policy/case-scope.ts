import type { ConditionScope } from '../../src/domain/policy/condition/variables.ts';

/** What the generated conditions may refer to. */
export const caseScope: ConditionScope = {
  phases: ['response'],
  lists: new Map([
    ['approved', ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet']],
    ['teams', ['a', 'b', 'ops']],
  ]),
  calendars: ['business-hours', 'holidays'],
  recognisers: ['MEMBER_NUMBER'],
};

// Nothing from U+E000 to U+FFFF: against what lies above, the other implementation orders by UTF-16 code units, CEL by code points.
export const words = [
  '',
  'a',
  'b',
  'ops',
  'gpt-4o',
  'retail',
  'INC-1',
  'Ü𝄞z',
  '𝄞',
  'é',
  'A b',
  '*',
  '"\\',
];
export const entities = ['NIK', 'EMAIL', 'CREDIT_CARD', 'MEMBER_NUMBER'];

export interface CaseOptions {
  /** With whole numbers around the limit of 53 bits. */
  readonly hasHugeNumbers: boolean;
}

/** What may be unknown: variables, and the records and lists that they are in. */
export const unknownPaths = [
  'pii',
  'pii.findings',
  'risk',
  'risk.score',
  'request',
  'request.model',
  'request.tools',
  'request.source_ip',
  'principal',
  'principal.claims',
  'principal.teams',
  'data.tags',
  'budget.day_pct',
  'time',
  'breakglass',
  'breakglass.ticket',
  'response',
  'response.pii',
  'response.model',
];
