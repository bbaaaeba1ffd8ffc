import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entities } from '../inspection/entity.ts';
import type { InjectionSignalName } from '../inspection/injection/injection-signal.ts';
import { assessRisk } from './assess-risk.ts';
import { bandOf } from './risk.ts';
import type { RiskAction, RiskEvidence, RiskFinding } from './risk-evidence.ts';
import { groupCap } from './risk-weights.ts';

const nothing: RiskEvidence = {
  where: 'request',
  status: 'complete',
  findings: [],
  injection: [],
  context: { bytes: 200, hasUnreadMedia: false, tools: [] },
};
const sure = { confidence: 100, role: 'user' } as const;
const nik: RiskFinding = { type: 'NIK', count: 1, ...sure };
const email: RiskFinding = { type: 'EMAIL', count: 1, ...sure };
const secret: RiskFinding = { type: 'SECRET', count: 1, ...sure };
const signal = (name: InjectionSignalName, points: number) => ({
  name,
  points,
  start: 0,
  end: 5,
  confidence: 90,
});

describe('a risk assessment', () => {
  test('is 0 and low when nothing was found', () => {
    expect(assessRisk(nothing)).toEqual({
      model: 'risk-2026-11.1',
      mapping: 'owasp-llm-2026+2025/nist-ai-600-1+rmf-1.0/1',
      score: 0,
      inherent: 0,
      injection: 0,
      secrets: 0,
      anomaly: 0,
      band: 'low',
      contributions: [],
    });
  });

  test('is the worst when a detector failed', () => {
    expect(assessRisk({ ...nothing, status: 'failed' })).toMatchObject({
      score: 100,
      inherent: 100,
      injection: 100,
      secrets: 100,
      anomaly: 100,
      band: 'critical',
      contributions: [{ signal: 'context.inspection_failed', points: 100 }],
    });
  });

  test('adds what was found and says what each part adds', () => {
    const assessment = assessRisk({
      ...nothing,
      findings: [nik, email],
      injection: [signal('override', 40)],
      context: { bytes: 200_000, hasUnreadMedia: true, tools: ['lookup', 'sendEmail'] },
    });
    expect(assessment).toMatchObject({ inherent: 90, score: 90, injection: 50, anomaly: 80 });
    expect(assessment.contributions.map(({ signal: name, points }) => [name, points])).toEqual([
      ['injection.override', 40],
      ['pii.NIK', 25],
      ['context.powerful_tools', 10],
      ['context.size', 5],
      ['context.unread_media', 5],
      ['pii.EMAIL', 5],
    ]);
  });

  test('names the risks of both editions of the OWASP list', () => {
    const { contributions } = assessRisk({ ...nothing, injection: [signal('override', 40)] });
    expect(contributions[0]).toMatchObject({
      owasp: ['LLM01:2026', 'LLM01:2025'],
      nist: ['AI 600-1: Information Security', 'AI RMF: MEASURE 2.7'],
    });
  });

  test('counts occurrences by doublings, whatever texts they stand in', () => {
    const points = (findings: readonly RiskFinding[]) =>
      assessRisk({ ...nothing, findings }).inherent;
    expect([1, 2, 3, 4, 1_000_000].map((count) => points([{ ...nik, count }]))).toEqual([
      25, 33, 33, 41, 60,
    ]);
    expect(points([nik, { ...nik, role: 'tool' }])).toBe(33);
    expect(points([{ ...nik, confidence: 60 }])).toBe(15);
  });

  test('counts three kinds of identifiers together as more than each', () => {
    const findings = [email, { ...email, type: 'PHONE' }, { ...email, type: 'PERSON' }];
    expect(assessRisk({ ...nothing, findings }).inherent).toBe(25);
    expect(assessRisk({ ...nothing, findings: findings.slice(1) }).inherent).toBe(10);
  });

  test("takes what a tenant's recogniser finds for what identifies somebody", () => {
    const findings = [{ ...email, type: 'employee_number' }];
    expect(assessRisk({ ...nothing, findings }).inherent).toBe(12);
  });

  test.each<[RiskAction | undefined, number]>([
    [undefined, 25],
    ['detect', 25],
    ['mask', 7],
    ['redact', 7],
    ['tokenise', 7],
    ['block', 0],
  ])('leaves of a value under the action %s a score of %i', (action, score) => {
    const assessment = assessRisk({ ...nothing, findings: [{ ...nik, action }] });
    expect(assessment).toMatchObject({ inherent: 25, score });
  });

  test('puts a secret into the band high, and one that a model says higher', () => {
    expect(assessRisk({ ...nothing, findings: [secret] })).toMatchObject({
      inherent: 50,
      secrets: 71,
      band: 'high',
    });
    const answer = assessRisk({ ...nothing, where: 'response', findings: [secret] });
    expect(answer).toMatchObject({ inherent: 65, secrets: 93 });
  });

  test('counts in an answer what its request did not hold, and the system prompt', () => {
    const answer: RiskEvidence = { ...nothing, where: 'response', findings: [nik] };
    expect(assessRisk(answer).inherent).toBe(25);
    expect(assessRisk({ ...answer, findings: [{ ...nik, isNew: true }] }).inherent).toBe(55);
    const context = { ...nothing.context, echoesSystemPrompt: true };
    expect(assessRisk({ ...nothing, where: 'response', context })).toMatchObject({
      inherent: 60,
      anomaly: 100,
    });
  });

  test('takes a link that carries data away in an answer for what the answer does', () => {
    const injection = [signal('markdown_image', 20)];
    const [request, response] = (['request', 'response'] as const).map((where) =>
      assessRisk({ ...nothing, where, injection }),
    );
    expect(request).toMatchObject({ inherent: 20, injection: 25, anomaly: 0 });
    expect(response).toMatchObject({ inherent: 30, injection: 0, anomaly: 50 });
  });

  test('counts a signal that a conversation repeats once', () => {
    const injection = [signal('override', 20), signal('override', 30), signal('override', 30)];
    expect(assessRisk({ ...nothing, injection }).inherent).toBe(30);
  });
});

describe('whatever the evidence, a risk assessment', () => {
  const types = [...Object.keys(entities), 'employee_number'];
  const actions = [undefined, 'detect', 'mask', 'redact', 'tokenise', 'block'] as const;
  const finding: fc.Arbitrary<RiskFinding> = fc.record({
    type: fc.constantFrom(...types),
    count: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 31 })),
    confidence: fc.integer({ min: 0, max: 100 }),
    role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
    action: fc.constantFrom(...actions),
    isNew: fc.boolean(),
  });
  const found = fc.record({
    name: fc.constantFrom<InjectionSignalName>('override', 'markdown_image', 'language_model'),
    points: fc.integer({ min: 1, max: 100 }),
    start: fc.constant(0),
    end: fc.constant(1),
    confidence: fc.integer({ min: 1, max: 100 }),
  });
  const evidence: fc.Arbitrary<RiskEvidence> = fc.record({
    where: fc.constantFrom('request', 'response'),
    status: fc.constant('complete'),
    findings: fc.array(finding, { maxLength: 6 }),
    injection: fc.array(found, { maxLength: 4 }),
    context: fc.record({
      bytes: fc.nat({ max: 300_000 }),
      hasUnreadMedia: fc.boolean(),
      tools: fc.array(fc.constantFrom('lookup', 'run_shell')),
      echoesSystemPrompt: fc.boolean(),
    }),
  });

  test('is whole, within bounds and in the band of its score', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { score, inherent, injection, secrets, anomaly, band } = assessRisk(given);
        for (const number of [score, inherent, injection, secrets, anomaly]) {
          expect(Number.isInteger(number) && number >= 0 && number <= 100).toBe(true);
        }
        expect(score).toBeLessThanOrEqual(inherent);
        expect(band).toBe(bandOf(score));
      }),
    );
  });

  test('is explained by its contributions, capped by group', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { inherent, contributions } = assessRisk(given);
        const groups = new Map<keyof typeof groupCap, number>();
        for (const { group, points } of contributions) {
          groups.set(group, (groups.get(group) ?? 0) + points);
        }
        const capped = [...groups].map(([group, points]) => Math.min(groupCap[group], points));
        expect(inherent).toBe(
          Math.min(
            100,
            capped.reduce((sum, points) => sum + points, 0),
          ),
        );
        expect(contributions.every(({ points }) => Number.isInteger(points) && points > 0)).toBe(
          true,
        );
      }),
    );
  });

  test('never falls when something is added', () => {
    fc.assert(
      fc.property(evidence, finding, found, (given, newFinding, newSignal) => {
        const before = assessRisk(given);
        const more = [
          assessRisk({ ...given, findings: [...given.findings, newFinding] }),
          assessRisk({ ...given, injection: [...given.injection, newSignal] }),
          assessRisk({ ...given, status: 'failed' }),
        ];
        for (const after of more) {
          expect(after.inherent).toBeGreaterThanOrEqual(before.inherent);
          expect(after.score).toBeGreaterThanOrEqual(before.score);
          expect(after.injection).toBeGreaterThanOrEqual(before.injection);
          expect(after.secrets).toBeGreaterThanOrEqual(before.secrets);
          expect(after.anomaly).toBeGreaterThanOrEqual(before.anomaly);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('never rises when policy hides something', () => {
    fc.assert(
      fc.property(
        evidence,
        fc.constantFrom('mask', 'redact', 'tokenise', 'block'),
        (given, action) => {
          const open = given.findings.map((one) => ({ ...one, action: 'detect' as const }));
          const hidden = given.findings.map((one) => ({ ...one, action }));
          const [before, after] = [open, hidden].map((findings) =>
            assessRisk({ ...given, findings }),
          );
          expect(after?.score).toBeLessThanOrEqual(before?.score ?? -1);
          expect(after?.inherent).toBe(before?.inherent);
        },
      ),
    );
  });

  test('does not depend on the order of the evidence', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const turned = {
          ...given,
          findings: given.findings.toReversed(),
          injection: given.injection.toReversed(),
        };
        expect(assessRisk(turned)).toEqual(assessRisk(given));
      }),
    );
  });
});
