import { creditCardDetector } from './credit-card.ts';
import { emailDetector } from './email.ts';
import { nikDetector } from './nik.ts';
import type { Detector } from './signals.ts';

/** The detectors that run on every prompt. */
export const builtinDetectors: readonly Detector[] = [
  emailDetector,
  creditCardDetector,
  nikDetector,
];
