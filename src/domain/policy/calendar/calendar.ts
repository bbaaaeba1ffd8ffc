/** Times at which something is the case, such as office hours. Plain data, so that it can be stored as it is. */
export interface Calendar {
  /** What `time.within` calls it. */
  readonly name: string;
  /** Of the IANA time zone database, such as `Asia/Jakarta`. */
  readonly timeZone: string;
  /** 1 is Monday (ISO 8601). */
  readonly weekdays: readonly number[];
  /** At least one. */
  readonly hours: readonly Hours[];
  /** Days that are out whatever weekday they are: `2026-12-24`, or `12-25` for that of every year. */
  readonly holidays: readonly string[];
}

/**
 * In minutes from midnight by the clock on the wall, 0 to 1440. It ends before `to`; where that is not after `from`, on the next
 * day, and belongs to the day on which it begins.
 */
export interface Hours {
  readonly from: number;
  readonly to: number;
}
