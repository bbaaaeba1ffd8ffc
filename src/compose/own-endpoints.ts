import type { OwnEndpoint } from '../adapters/egress/own-places.ts';
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
    const { MONAGO_HOST, MONAGO_PUBLIC_URL, MONAGO_DATABASE_URL } = this.#config;
    const endpoints: OwnEndpoint[] = [];
    if (this.#boundUrl !== undefined) {
      endpoints.push({ host: MONAGO_HOST, port: portOf(new URL(this.#boundUrl)) });
    }
    if (MONAGO_PUBLIC_URL !== undefined) {
      const url = new URL(MONAGO_PUBLIC_URL);
      // The proxy at that address may well stand in front of the organisation's own models too.
      endpoints.push({ host: url.hostname, port: portOf(url), isNameOnly: true });
    }
    if (MONAGO_DATABASE_URL !== undefined) endpoints.push(...databaseAt(MONAGO_DATABASE_URL));
    return endpoints;
  }

  /** Closed to base URLs as well; the way to the service itself is another one. */
  keyManagement(): OwnEndpoint[] {
    const { MONAGO_KMS_ENDPOINT, MONAGO_KMS_KEY } = this.#config;
    return [MONAGO_KMS_ENDPOINT, MONAGO_KMS_KEY].flatMap((written) => {
      // A key is an address only at some services.
      if (written === undefined || !/^https?:\/\//.test(written)) return [];
      const url = new URL(written);
      return [{ host: url.hostname, port: portOf(url) }];
    });
  }
}

/** Nothing for a database on a Unix socket, which no base URL can name. */
function databaseAt(databaseUrl: string): OwnEndpoint[] {
  const { hostname, port, searchParams } = new URL(databaseUrl);
  // As the driver reads it: parameters win over the authority.
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  if (host.startsWith('/')) return [];
  const written = searchParams.get('port') ?? port;
  return [{ host: host === '' ? 'localhost' : host, port: Number(written) || postgresPort }];
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
