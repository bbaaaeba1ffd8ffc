import type { Match } from '../match.ts';
import type { ScanPlan } from './plan.ts';
import { resolveOverlaps } from './resolve.ts';
import { Scanner } from './scanner.ts';

/**
 * What a plan's detectors recognise in a text: matches that do not overlap, in order. Takes time linear in the length of the
 * text and never throws.
 */
export function scanText(text: string, plan: ScanPlan): readonly Match[] {
  return resolveOverlaps(new Scanner(text, plan).run());
}
