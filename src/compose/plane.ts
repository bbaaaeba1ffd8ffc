import type { Config } from '../config.ts';
import type { Provider } from '../domain/credential/credential.ts';
import type { Log } from '../ports/log.ts';
import type { ProviderClient } from '../ports/provider.ts';
import type { OwnEndpoints } from './own-endpoints.ts';
import type { State } from './state.ts';
import type { Storage } from './storage.ts';

/** What both planes are built from. */
export interface Plane {
  readonly config: Config;
  readonly log: Log;
  readonly storage: Storage;
  readonly state: State;
  readonly providers: Readonly<Record<Provider, ProviderClient>>;
  readonly own: OwnEndpoints;
}
