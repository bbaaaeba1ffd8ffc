import { createOperatorTransport } from '../adapters/egress/operator-transport.ts';
import { folderLog, type LogSource, remoteLog } from '../adapters/evidence/log-source.ts';

export interface OpenedLog extends LogSource {
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;

/** The files of a log in a folder, or under an http or https URL; then of that host, and of no other. */
export function openLogSource(
  place: string,
  { token }: { readonly token?: string | undefined },
): OpenedLog {
  if (!/^https?:\/\//.test(place)) return { ...folderLog(place), close: async () => undefined };
  const transport = createOperatorTransport({
    origins: [new URL(place).origin],
    own: () => [],
    connectTimeoutMs,
    failure: (because) => new Error(`the log cannot be read: ${because}`),
  });
  return { ...remoteLog(place, { transport, token }), close: () => transport.close() };
}
