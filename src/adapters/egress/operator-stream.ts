import type { Socket } from 'node:net';
import { type OperatorRoute, operatorConnectors } from './operator-connectors.ts';

/** Where bytes go that are not HTTP. */
export interface StreamTarget {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/**
 * Connects to a service of the operator's that does not speak HTTP, by the same guarded connector as every other call.
 * @throws Error with the reason: refused by policy, no connection in time, a certificate that is not trusted
 */
export function openOperatorStream(
  { host, port, isTls }: StreamTarget,
  route: Omit<OperatorRoute, 'origins'>,
): Promise<Socket> {
  const written = host.includes(':') ? `[${host}]` : host;
  const origin = `${isTls ? 'https' : 'http'}://${written}:${port}`;
  const [connect] = operatorConnectors({ ...route, origins: [origin] }).values();
  return new Promise((resolve, reject) => {
    connect?.(
      {
        hostname: host,
        host: `${written}:${port}`,
        protocol: isTls ? 'https:' : 'http:',
        port: String(port),
        servername: host,
      },
      (...outcome) => {
        if (outcome[0] === null) resolve(outcome[1]);
        else reject(outcome[0]);
      },
    );
  });
}
