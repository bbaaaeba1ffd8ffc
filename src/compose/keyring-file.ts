import { join } from 'node:path';
import { resolveDataDir } from '../adapters/database/embedded/data-dir.ts';
import type { Config } from '../config.ts';

/** Where the local keyring is. */
export function keyringFile(config: Config): string {
  return config.MONAGO_KEK_FILE ?? join(resolveDataDir(config.MONAGO_DATA_DIR), 'keyring');
}
