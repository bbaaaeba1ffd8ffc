import { MonagoError } from '../../domain/errors.ts';

/** How fast background work goes, so that requests and the service's quota keep room. */
export interface Pace {
  /** Rows that are worked on at once. */
  readonly batch: number;
  pause(ms: number): Promise<void>;
  readonly rowsPerSecondMax: number;
  /** Tries again, for a while, what a service that is away did not do. */
  patiently<T>(call: () => Promise<T>): Promise<T>;
}

const batchMax = 20;
const attemptsMax = 5;
const firstPauseMs = 500;

export function paceOf(rowsPerSecondMax: number, pause: (ms: number) => Promise<void>): Pace {
  return {
    batch: Math.max(1, Math.min(batchMax, Math.floor(rowsPerSecondMax))),
    rowsPerSecondMax,
    pause,
    async patiently(call) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await call();
        } catch (error) {
          if (attempt === attemptsMax || !isAway(error)) throw error;
          await pause(firstPauseMs * 2 ** attempt);
        }
      }
    },
  };
}

function isAway(error: unknown): boolean {
  return error instanceof MonagoError && error.code === 'kms_unavailable';
}

/** Waits until the rows have taken as long as they may. */
export async function inStep(pace: Pace, rows: number, tookMs: number): Promise<void> {
  const restMs = (rows / pace.rowsPerSecondMax) * 1_000 - tookMs;
  if (restMs > 1) await pace.pause(restMs);
}
