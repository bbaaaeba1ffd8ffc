/** One number that was measured. */
export interface Figure {
  /** `set/subject/metric`, stable: gates and the baseline refer to it. */
  readonly set: string;
  readonly subject: string;
  readonly metric: string;
  readonly value: number;
  /** Bounds of the 95 % interval, for shares. */
  readonly low?: number;
  readonly high?: number;
  /** Which way is better; counts have none. */
  readonly better?: 'higher' | 'lower';
  /** Times differ from run to run and machine to machine: they are not compared with the baseline. */
  readonly isTime?: true;
}

export function keyOf({ set, subject, metric }: Figure): string {
  return `${set}/${subject}/${metric}`;
}
