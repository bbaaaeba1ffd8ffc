import type { Dictionary } from '../../app/i18n/en.ts';

type Units = Dictionary['approvals']['units'];

const sizes = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const satisfies readonly (readonly [keyof Units, number])[];

/** "4 min 12 s": the two largest units, rounded down. */
export function timeLeft(ms: number, units: Units): string {
  let rest = Math.max(0, Math.floor(ms / 1_000));
  const parts: string[] = [];
  for (const [unit, seconds] of sizes) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (parts.length > 0 || count > 0 || unit === 'second') parts.push(`${count} ${units[unit]}`);
  }
  return parts.slice(0, 2).join(' ');
}
