import type { OwnEndpoint } from '../adapters/egress/egress-policy.ts';
import type { Config } from '../config.ts';

const postgresPort = 5432;

/** Monago's own addresses: what it tells people, and where no base URL may ever point. */
export class OwnEndpoints {
  readonly #config: Config;
  #boundUrl: string | undefined;

  constructor(config: Config) {
    this.#config = config;
  }

  /** The port may have been picked by the system, so it is known only now. */
  listening(boundUrl: string): void {
    this.#boundUrl = boundUrl;
  }

  /** Address that browsers and clients use. */
  publicUrl(): string {
    return (this.#config.MONAGO_PUBLIC_URL ?? this.#boundUrl ?? '').replace(/\/+$/, '');
  }

  list(): OwnEndpoint[] {
    const endpoints: OwnEndpoint[] = [];
    if (this.#boundUrl !== undefined) {
      const { port, protocol } = new URL(this.#boundUrl);
      endpoints.push({ host: this.#config.MONAGO_HOST, port: portOf(port, protocol) });
    }
    if (this.#config.MONAGO_DATABASE_URL !== undefined) {
      const { hostname, port } = new URL(this.#config.MONAGO_DATABASE_URL);
      endpoints.push({ host: hostname, port: port === '' ? postgresPort : Number(port) });
    }
    return endpoints;
  }
}

function portOf(port: string, protocol: string): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
