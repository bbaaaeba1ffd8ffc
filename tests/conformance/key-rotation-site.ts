import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type KeyRotationSteps, withKeyRotation } from '../../src/compose/key-rotation.ts';
import { type App, compose } from '../../src/compose.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

/** A deployment: one database, and nodes with a data directory and a keyring each. */
export interface RotationSite {
  readonly fresh: FreshDatabase;
  readonly directory: string;
  config(node: string, more?: Readonly<Record<string, string>>): Config;
  /** Starts a node, with the keyring that it has or a new one. */
  start(node: string, more?: Readonly<Record<string, string>>): Promise<App>;
  keyring(node: string): string;
  /** Brings the keyring of one node to another. */
  copyKeyring(from: string, to: string): Promise<void>;
  /** Runs one step on the machine of a node, as the command line does. */
  step(node: string, run: Step, more?: Readonly<Record<string, string>>): Promise<StepResult>;
  /** Lets the time pass that lies between activating and retiring. */
  settle(): Promise<void>;
  /** `key.rotation` entries of the platform's log, oldest first. */
  facts(): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export type Step = (steps: KeyRotationSteps) => Promise<number>;

export interface StepResult {
  readonly exitCode: number;
  readonly printed: readonly string[];
}

export async function openRotationSite(): Promise<RotationSite> {
  const fresh = await freshDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'monago-rotation-'));
  chmodSync(directory, 0o755);
  const apps: App[] = [];
  const config: RotationSite['config'] = (node, more = {}) => {
    const read = readConfig({
      MONAGO_DATABASE_URL: fresh.url,
      MONAGO_DATA_DIR: join(directory, node),
      MONAGO_NODE: node,
      MONAGO_PORT: '0',
      MONAGO_LOG_LEVEL: 'silent',
      ...more,
    });
    if (!read.ok) throw new Error(read.problems.join());
    return read.config;
  };
  const keyring = (node: string) => join(directory, node, 'keyring');
  return {
    fresh,
    directory,
    config,
    keyring,
    start: async (node, more) => {
      const app = await compose(config(node, more));
      apps.push(app);
      return app;
    },
    copyKeyring: async (from, to) => {
      await mkdir(dirname(keyring(to)), { recursive: true });
      rmSync(keyring(to), { force: true });
      await copyFile(keyring(from), keyring(to));
    },
    step: async (node, run, more) => {
      const printed: string[] = [];
      const options = { rowsPerSecondMax: 100_000, print: (line: string) => printed.push(line) };
      const exitCode = await withKeyRotation(config(node, more), options, run);
      return { exitCode, printed };
    },
    settle: async () => {
      await fresh.asSuperuser(
        `UPDATE key_check SET activated_at = activated_at - interval '2 minutes'`,
      );
    },
    facts: async () => {
      const rows = await fresh.asSuperuser<{ leaf: Buffer }>(
        "SELECT leaf FROM audit_entry WHERE type = 'key.rotation' ORDER BY idx",
      );
      return rows.map(({ leaf }) => JSON.parse(leaf.toString('utf8').split('\n')[6] ?? '{}'));
    },
    close: async () => {
      for (const app of apps) await app.close();
      await fresh.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export const stage: Step = (steps) => steps.stage(undefined);
export const activate: Step = (steps) => steps.activate();
export const rewrap: Step = (steps) => steps.rewrap();
export const verify: Step = (steps) => steps.verify();
export const retire: Step = (steps) => steps.retire();
export const status: Step = (steps) => steps.status();
export const openAll: Step = (steps) => steps.openAll();

/** An administrator of a running node, over HTTP. */
export class Administrator {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  async post<T>(path: string, body: object): Promise<T> {
    const reply = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        cookie: this.#cookie,
      },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    const [cookie] = reply.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    return JSON.parse(await reply.text());
  }

  async get<T>(path: string): Promise<T> {
    const headers = { cookie: this.#cookie };
    const reply = await fetch(`${this.#url}${path}`, { headers });
    return JSON.parse(await reply.text());
  }
}

/** Sets an installation up by its link, with a credential for the provider and a token for its gateway. */
export async function setUpInstallation(
  app: App,
  provider: { readonly url: string; readonly key: string },
): Promise<{ admin: Administrator; credentialId: string; jwt: string }> {
  const admin = new Administrator(app.url);
  await admin.post('/api/setup', {
    token: app.setupLink?.split('token=')[1],
    organisation: 'Bank Nusantara',
    name: 'Sri Wahyuni',
    email: 'sri@bank.example',
    password: 'a long enough passphrase',
  });
  const credential = await admin.post<{ id: string }>('/api/credentials', {
    provider: 'openai',
    name: 'production-openai',
    api_key: provider.key,
    base_url: `${provider.url}/v1`,
  });
  const { workspaces } = await admin.get<{ workspaces: { id: string }[] }>('/api/workspaces');
  const { jwt } = await admin.post<{ jwt: string }>('/api/tokens', {
    name: `service-${randomBytes(4).toString('hex')}`,
    workspace_id: workspaces[0]?.id,
    expires_in_days: 30,
  });
  return { admin, credentialId: credential.id, jwt };
}
