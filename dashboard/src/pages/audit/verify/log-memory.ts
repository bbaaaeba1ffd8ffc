/** What this browser remembers of a log that it has verified. */
export interface LogMemory {
  /** The policy that was trusted. */
  readonly policy: string;
  /** The newest checkpoint that held. */
  readonly checkpoint: string;
  readonly size: number;
  /** RFC 3339: when the policy was first trusted, and when the log was last verified. */
  readonly since: string;
  readonly verifiedAt: string;
}

const keyOf = (origin: string): string => `monago.log.${origin}`;

/** Undefined where there is nothing, or nothing that can be read. */
export function recallLog(origin: string): LogMemory | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(origin)) ?? 'null');
    return isMemory(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it until the person clears the browser's storage. */
export function rememberLog(origin: string, memory: LogMemory): void {
  try {
    localStorage.setItem(keyOf(origin), JSON.stringify(memory));
  } catch {
    // A browser that keeps nothing has nothing to compare with next time, and says so then.
  }
}

function isMemory(value: unknown): value is LogMemory {
  if (typeof value !== 'object' || value === null) return false;
  const { policy, checkpoint, size, since, verifiedAt }: Partial<LogMemory> = value;
  const texts: unknown[] = [policy, checkpoint, since, verifiedAt];
  return texts.every((text) => typeof text === 'string') && Number.isSafeInteger(size);
}
