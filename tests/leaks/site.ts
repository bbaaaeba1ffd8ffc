import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { inject } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from '../../emulator/anthropic/start-anthropic-emulator.ts';
import {
  type BedrockEmulator,
  startBedrockEmulator,
} from '../../emulator/bedrock/start-bedrock-emulator.ts';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { copyCluster } from '../support/cluster.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import { Recorder } from './recorder.ts';
import {
  connectAsSuperuser,
  databaseDump,
  filesBelow,
  processesOn,
  type Sink,
  upstreamRequests,
  wreckageIn,
} from './sinks.ts';

type OpenAiRules = NonNullable<Parameters<typeof startOpenAiEmulator>[0]>;
type AnthropicRules = NonNullable<Parameters<typeof startAnthropicEmulator>[0]>;
type BedrockRules = NonNullable<Parameters<typeof startBedrockEmulator>[0]>;

export interface SiteOptions {
  readonly openai?: OpenAiRules;
  readonly anthropic?: AnthropicRules;
  readonly bedrock?: BedrockRules;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The built product as a process of its own, the three providers it may call, and everything that either leaves behind. */
export class LeakSite {
  readonly recorder = new Recorder();
  readonly openai: Emulator;
  readonly anthropic: AnthropicEmulator;
  readonly bedrock: BedrockEmulator;
  readonly home: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #earlier: Sink[] = [];
  #monago: MonagoProcess | undefined;
  #environment: MonagoProcess['environment'] = {};
  #starts = 0;

  private constructor(
    providers: Pick<LeakSite, 'openai' | 'anthropic' | 'bedrock'>,
    home: string,
    settings: Readonly<Record<string, string>>,
  ) {
    this.openai = providers.openai;
    this.anthropic = providers.anthropic;
    this.bedrock = providers.bedrock;
    this.home = home;
    this.#settings = settings;
  }

  static async open(options: SiteOptions = {}): Promise<LeakSite> {
    const providers = {
      openai: await startOpenAiEmulator(options.openai),
      anthropic: await startAnthropicEmulator(options.anthropic),
      bedrock: await startBedrockEmulator(options.bedrock),
    };
    const home = await makeHome();
    const hosts = Object.values(providers).map(({ url }) => new URL(url).host);
    const site = new LeakSite(providers, home, {
      MONAGO_LOG_LEVEL: 'debug',
      MONAGO_EGRESS_ALLOW: hosts.join(','),
      MONAGO_BODY_BYTES_MAX: '200000',
      MONAGO_UPSTREAM_HEAD_TIMEOUT_MS: '700',
      MONAGO_UPSTREAM_IDLE_TIMEOUT_MS: '700',
      TMPDIR: join(home, 'tmp'),
      ...options.settings,
    });
    copyCluster(inject('testCluster'), site.dataDir);
    await site.start();
    return site;
  }

  get monago(): MonagoProcess {
    if (this.#monago === undefined) throw new Error('Monago is not running');
    return this.#monago;
  }

  /** Of the process, also when it is over. */
  get environment(): MonagoProcess['environment'] {
    return this.#environment;
  }

  get url(): string {
    return this.monago.url;
  }

  get dataDir(): string {
    return join(this.home, 'data');
  }

  get temporaryDir(): string {
    return join(this.home, 'tmp');
  }

  async start(): Promise<void> {
    const dataDir = this.dataDir;
    this.#monago = await startMonago(this.#settings, { dataDir });
    this.#environment = this.#monago.environment;
    this.#starts += 1;
  }

  /** Ends the process; what it printed stays. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { monago } = this;
    await monago.kill(signal);
    this.#keepOutput(`start ${this.#starts}, ended by ${signal}`, monago.output());
    this.#monago = undefined;
  }

  /** Another process on the same data: what it counted a minute ago is forgotten. */
  async restart(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.end(signal);
    await this.start();
  }

  keep(sink: Sink): void {
    this.#earlier.push(sink);
  }

  #keepOutput(name: string, text: string): void {
    this.#earlier.push({ kind: 'output', name, bytes: Buffer.from(text) });
  }

  /** Runs `work` on the database, past every policy. */
  async asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await connectAsSuperuser(this.dataDir);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** What exists only while the product runs. */
  async keepLiveSinks(): Promise<void> {
    for (const sink of processesOn(this.dataDir)) this.keep(sink);
    for (const sink of await this.asSuperuser(databaseDump)) this.keep(sink);
  }

  /** Everything, with the product at rest: all it has written is on the disk by then. */
  async sinksAtRest(): Promise<readonly Sink[]> {
    if (this.#monago !== undefined) await this.end('SIGTERM');
    const requests = [this.openai, this.anthropic, this.bedrock].flatMap((each) => each.requests);
    return [
      ...this.recorder.sinks,
      ...this.#earlier,
      ...filesBelow(this.home),
      ...wreckageIn(process.cwd()),
      ...upstreamRequests(requests),
    ];
  }

  async close(): Promise<void> {
    await this.#monago?.kill('SIGTERM');
    await Promise.all([this.openai.stop(), this.anthropic.stop(), this.bedrock.stop()]);
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Readable by the unprivileged user that PostgreSQL runs as when the tests run as root. */
async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'monago-leaks-'));
  await mkdir(join(home, 'tmp'), { mode: 0o777 });
  await chmod(home, 0o755);
  await chmod(join(home, 'tmp'), 0o777);
  return home;
}
