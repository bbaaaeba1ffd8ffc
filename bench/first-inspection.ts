/**
 * One of the processes that `inspection.ts` starts: prints how many milliseconds of wall time the first text takes to inspect,
 * and the ten after it on average. Arguments: `cold`, or `warm` for a process that warmed up before; and the text.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { detectorsFor } from '../src/domain/inspection/detectors-for.ts';
import { defaultInspection } from '../src/domain/inspection/inspection-settings.ts';
import { warmUp } from '../src/domain/inspection/warm-up/warm-up.ts';

const further = 10;
const [state, text = ''] = process.argv.slice(2);
const detectors = detectorsFor({ ...defaultInspection, names: true }, () => performance.now());

function inspectionMs(): number {
  const started = performance.now();
  detectors.scan(text);
  detectors.findInjection(text, 'user');
  return performance.now() - started;
}

// Tables and models are made at start in either case.
detectors.scan('Budi lives in Jakarta.');
const started = performance.now();
if (state === 'warm') for (const _ of warmUp(detectors));
const warmUpMs = performance.now() - started;
// A process that was just started waits for its first request.
await pause(100);
const first = inspectionMs();
const next = Array.from({ length: further }, inspectionMs);
const nextMs = next.reduce((sum, ms) => sum + ms, 0) / further;
console.log(JSON.stringify({ warmUpMs, firstMs: first, nextMs }));
