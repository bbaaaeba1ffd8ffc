import { expect, test } from 'vitest';
import type { InjectionSignalName } from '../../../../src/domain/inspection/injection/injection-signal.ts';
import { assessRisk } from '../../../../src/domain/risk/assess-risk.ts';
import type { RiskEvidence } from '../../../../src/domain/risk/risk-evidence.ts';
import { languages } from '../../app/i18n/languages.ts';
import { riskReason } from './risk-reason.ts';

const injection: Readonly<Record<InjectionSignalName, true>> = {
  override: true,
  role_strip: true,
  system_leak: true,
  invisible_characters: true,
  control_tokens: true,
  jailbreak_lexicon: true,
  no_refusal: true,
  no_filter: true,
  dual_persona: true,
  privilege_claim: true,
  encoding: true,
  exfiltration_url: true,
  markdown_image: true,
  addressed_model: true,
  language_model: true,
};
const names = Object.keys(injection).filter((name): name is InjectionSignalName =>
  Object.hasOwn(injection, name),
);

/** Everything that can be found in a request. */
const evidence: RiskEvidence = {
  where: 'request',
  status: 'complete',
  findings: ['NIK', 'EMAIL', 'PHONE', 'SECRET'].map((type) => ({
    type,
    count: 1,
    confidence: 100,
    role: 'user',
  })),
  injection: names.map((name) => ({ name, points: 20, start: 0, end: 1, confidence: 100 })),
  context: { bytes: 10_000_000, hasUnreadMedia: true, tools: ['delete_customer'] },
};

test.each(Object.values(languages))(
  'every reason for a score is a sentence in $name',
  (language) => {
    const { approvals } = language.text;
    const signals = [evidence, { ...evidence, status: 'failed' as const }]
      .flatMap((each) => assessRisk(each).contributions)
      .map(({ signal }) => signal);
    expect(signals.length).toBeGreaterThan(20);
    expect(signals.filter((signal) => riskReason(signal, approvals) === signal)).toEqual([]);
  },
);

test('types are named, and what is not known keeps its name', () => {
  const { approvals } = languages.en.text;
  expect(riskReason('pii.NIK', approvals)).toBe('Personal data: NIK');
  expect(riskReason('pii.combination', approvals)).toBe('Several kinds of personal data together');
  expect(riskReason('something.new', approvals)).toBe('something.new');
});
