import type { Detector, Finding, Signals } from './signals.ts';

const failed: Signals = { status: 'failed', findings: [], incidents: [] };

/** Runs every detector over every text. A detector that throws makes the whole result unknown. */
export function inspectTexts(texts: readonly string[], detectors: readonly Detector[]): Signals {
  try {
    const findings: Finding[] = [];
    for (const { type, count } of detectors) {
      let total = 0;
      for (const text of texts) total += count(text);
      if (total > 0) findings.push({ type, count: total });
    }
    return { status: 'complete', findings, incidents: [] };
  } catch {
    return failed;
  }
}
