import type { Canary } from './canary.ts';
import { type Leak, Scanner } from './scanner.ts';
import type { Sink, SinkKind } from './sinks.ts';

export interface FoundLeak extends Leak {
  readonly sink: Sink;
}

export interface Verdict {
  readonly leaks: readonly FoundLeak[];
  /** Bytes that were read, by kind: a kind that is missing was not looked at. */
  readonly scannedBytes: ReadonlyMap<SinkKind, number>;
}

/**
 * Looks for every canary in every sink. What a caller misplaces in a request for a provider goes to that provider, as
 * everything else in the request; so there only keys count that Monago was entrusted with. What an answer repeats by
 * contract, the caller knows already.
 */
export function judge(sinks: readonly Sink[], canaries: readonly Canary[]): Verdict {
  const ofAll = new Scanner(canaries);
  const ofEntrusted = new Scanner(canaries.filter(({ isEntrusted }) => isEntrusted));
  const ofNotRepeated = new Scanner(canaries.filter(({ isRepeated }) => isRepeated !== true));
  const scannerFor = ({ kind, name }: Sink) => {
    if (kind === 'upstream requests') return ofEntrusted;
    return kind === 'HTTP answers' && name.startsWith('answer 200 ') ? ofNotRepeated : ofAll;
  };
  const leaks: FoundLeak[] = [];
  const scannedBytes = new Map<SinkKind, number>();
  for (const sink of sinks) {
    scannedBytes.set(sink.kind, (scannedBytes.get(sink.kind) ?? 0) + sink.bytes.length);
    for (const leak of scannerFor(sink).scan(sink.bytes)) leaks.push({ ...leak, sink });
  }
  return { leaks, scannedBytes };
}

/** One line for each leak: whose key, in which form, and where. Never the key. */
export function report({ leaks }: Verdict): string[] {
  const lines = leaks.map(
    ({ canary, form, inArchive, sink, at }) =>
      `${sink.kind} / ${sink.name}: ${canary}, ${form}${inArchive ? ', packed' : ''}, byte ${at}`,
  );
  return [...new Set(lines)].sort();
}
