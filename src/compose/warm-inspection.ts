import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { detectorsFor } from '../domain/inspection/detectors-for.ts';
import { defaultInspection } from '../domain/inspection/inspection-settings.ts';
import { warmUp } from '../domain/inspection/warm-up/warm-up.ts';

/** So long nobody else has a turn. */
const sliceMs = 10;

/**
 * Makes tables and models, and has the engine compile what reads texts: better now than under somebody's first request. Takes
 * some tenths of a second, in slices, beside whatever else is waited for at start.
 */
export async function warmInspection(): Promise<void> {
  const detectors = detectorsFor({ ...defaultInspection, names: true }, systemClock.monotonic);
  let sliceEnd = systemClock.monotonic() + sliceMs;
  for (const _ of warmUp(detectors)) {
    if (systemClock.monotonic() < sliceEnd) continue;
    await nextTurn();
    sliceEnd = systemClock.monotonic() + sliceMs;
  }
}
