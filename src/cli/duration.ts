const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds; `15m`, with the units s, m, h and d. @throws RangeError */
export function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (unitMs[unit] ?? Number.NaN);
  if (Number.isNaN(milliseconds)) {
    throw new RangeError(`not a duration like 15m, 2h or 1d: ${text}`);
  }
  return milliseconds;
}
