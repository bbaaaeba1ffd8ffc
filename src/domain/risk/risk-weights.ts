import type { Severity } from '../inspection/entity.ts';
import type { RiskGroup } from './risk-assessment.ts';

/** Version of weights, caps and bands; it changes whenever a score does. */
export const riskModel = 'risk-2026-11.1';

/** Most points that a group adds to the score. */
export const groupCap: Readonly<Record<RiskGroup, number>> = {
  sensitive_data: 60,
  secrets: 70,
  injection: 80,
  output: 60,
  context: 25,
};

/** Points of the first occurrence, and of each doubling of the number of occurrences. */
export interface RepeatedPoints {
  readonly first: number;
  readonly doubling: number;
}

export const severityPoints: Readonly<Record<Severity, RepeatedPoints>> = {
  4: { first: 25, doubling: 8 },
  3: { first: 12, doubling: 4 },
  2: { first: 5, doubling: 2 },
  1: { first: 1, doubling: 0 },
};

/** What an answer holds that its request did not. */
export const newInAnswerPoints: Readonly<Record<Severity, RepeatedPoints>> = {
  4: { first: 30, doubling: 0 },
  3: { first: 23, doubling: 0 },
  2: { first: 15, doubling: 0 },
  1: { first: 8, doubling: 0 },
};

export const secretPoints: RepeatedPoints = { first: 50, doubling: 8 };
/** A model that says a secret has it from somewhere. */
export const secretInAnswerPoints: RepeatedPoints = { first: 65, doubling: 8 };

/** A tenant's recogniser is there because what it finds identifies somebody. */
export const recogniserSeverity: Severity = 3;

/** That many types of severity 2 or more together single a person out. */
export const combination = { types: 3, points: 10 };

export const systemPromptEchoPoints = 60;
/** An answer that makes its reader's browser call somebody. */
export const answerLinkPoints = 30;

export const powerfulToolPoints = 10;
export const unreadMediaPoints = 5;
export const sizePoints = 5;
export const sizeBytesMax = 100_000;

/** What hiding a value leaves of its points, in quarters: the provider still sees that something stood there. */
export const hiddenQuarters = 1;
