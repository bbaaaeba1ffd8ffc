import type { Recognised } from '../match.ts';
import { resolveOverlaps } from '../scan/resolve.ts';

/**
 * What a tenant's own patterns and terms found, together with what the packs did, in order and without overlaps:
 *
 * - a denied term is always reported;
 * - patterns and packs are weighed against each other as packs are among themselves: the surer counts, then the longer;
 * - of whatever gave way, the parts that nothing else covers stay under its name, so that nothing found is left in the open.
 *
 * `found` is in order and without overlaps already. The order of the others makes no difference.
 */
export function layerMatches(
  text: string,
  { found, own, denied }: Readonly<Record<'found' | 'own' | 'denied', readonly Recognised[]>>,
): readonly Recognised[] {
  const weighed = own.length === 0 ? found : settle(text, [...found, ...own]);
  return denied.length === 0 ? weighed : cover(text, settle(text, denied), weighed);
}

/** Those worth most, and of the others what they leave over. */
function settle(text: string, matches: readonly Recognised[]): readonly Recognised[] {
  const kept = resolveOverlaps(matches);
  const isKept = new Set(kept);
  const lost = matches.filter((match) => !isKept.has(match));
  return lost.length === 0 ? kept : cover(text, kept, lost);
}

/** `above`, and of `below` what it leaves over. */
function cover(
  text: string,
  above: readonly Recognised[],
  below: readonly Recognised[],
): readonly Recognised[] {
  const rest = settle(
    text,
    below.flatMap((match) => leftOver(text, match, above)),
  );
  return [...above, ...rest].sort((a, b) => a.start - b.start);
}

function leftOver(
  text: string,
  match: Recognised,
  above: readonly Recognised[],
): readonly Recognised[] {
  const pieces: Recognised[] = [];
  let { start } = match;
  for (let at = firstEndingAfter(above, start); start < match.end; at += 1) {
    const next = above[at];
    const end = Math.min(match.end, next?.start ?? match.end);
    const piece = trimmed(text, { ...match, start, end });
    if (piece) pieces.push(piece);
    start = Math.max(start, next?.end ?? match.end);
  }
  return pieces;
}

function firstEndingAfter(matches: readonly Recognised[], place: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle]?.end ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Without the spaces around it; nothing when no letter or digit is left. */
function trimmed(text: string, match: Recognised): Recognised | undefined {
  const written = text.slice(match.start, match.end);
  if (!/[\p{L}\p{N}]/u.test(written)) return undefined;
  const start = match.start + (written.length - written.trimStart().length);
  return { ...match, start, end: start + written.trim().length };
}
