import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync } from 'fastify';
import { PostgresSetupLinkStore } from './adapters/database/setup-link-store.ts';
import type { ReadinessCheck } from './adapters/http/server/health-plugin.ts';
import { type HttpServer, startHttpServer } from './adapters/http/server/http-server.ts';
import { pinoLog } from './adapters/telemetry/pino-log.ts';
import { systemClock } from './adapters/telemetry/system-clock.ts';
import { startAuditPublication } from './compose/audit-publication.ts';
import { startAuditSinks } from './compose/audit-sinks.ts';
import { auditReadiness, startAuditWatch } from './compose/audit-watch.ts';
import { controlPlane } from './compose/control-plane.ts';
import { createProviders, openEgress } from './compose/egress.ts';
import { gatewayPlane } from './compose/gateway-plane.ts';
import { OwnEndpoints } from './compose/own-endpoints.ts';
import type { Plane } from './compose/plane.ts';
import { openState } from './compose/state.ts';
import { openStorage, type Storage } from './compose/storage.ts';
import { warmInspection } from './compose/warm-inspection.ts';
import type { Config } from './config.ts';
import type { Log } from './ports/log.ts';

/** A running Monago. */
export interface App {
  /** Where browsers and clients find it. */
  readonly url: string;
  /** The one-time link of an installation that nobody has set up yet. */
  readonly setupLink: string | undefined;
  /** Stops taking requests, finishes the running ones, and leaves everything durable. */
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

/**
 * Builds Monago from its settings and starts it.
 * @throws StartupRefusal, KeyringError, WrongKeyError with a message that tells the operator what to do
 */
export async function compose(config: Config): Promise<App> {
  const log = pinoLog(config.MONAGO_LOG_LEVEL, { node: config.MONAGO_NODE });
  const opened: Closable[] = [];
  const keep = <T extends Closable>(resource: T): T => {
    opened.unshift(resource);
    return resource;
  };
  const close = async (): Promise<void> => {
    for (const resource of opened.splice(0)) await resource.close();
  };
  try {
    return await start(config, log, { keep, close });
  } catch (failure) {
    await close();
    throw failure;
  }
}

interface Lifetime {
  /** Registers what has to be closed; the last one opened is closed first. */
  keep<T extends Closable>(resource: T): T;
  close(): Promise<void>;
}

async function start(config: Config, log: Log, { keep, close }: Lifetime): Promise<App> {
  // Beside what the database takes to start and answer.
  const warm = config.MONAGO_ROLE === 'control' ? undefined : warmInspection();
  const storage = keep(await openStorage(config, log));
  const state = await openState(storage, { config, log, keep });
  const own = new OwnEndpoints(config);
  const egress = keep(openEgress(config, own));
  const providers = createProviders(egress);
  const plane: Plane = { config, log, storage, state, providers, own };
  keep(startAuditSinks(plane));
  keep(startAuditWatch(plane));
  keep(startAuditPublication(plane));
  await warm;
  const server = keep(await listen(config, planesOf(plane), readiness(plane)));
  own.listening(server.url);
  const setupLink = await makeSetupLink(storage, own.publicUrl());
  log.info('monago.ready', { url: own.publicUrl(), role: config.MONAGO_ROLE });
  return { url: own.publicUrl(), setupLink, close };
}

function planesOf(plane: Plane): FastifyPluginAsync[] {
  const { MONAGO_ROLE: role } = plane.config;
  const planes: FastifyPluginAsync[] = [];
  if (role !== 'control') planes.push(gatewayPlane(plane));
  if (role !== 'gateway') planes.push(controlPlane(plane));
  return planes;
}

function listen(
  config: Config,
  planes: readonly FastifyPluginAsync[],
  checks: readonly ReadinessCheck[],
): Promise<HttpServer> {
  const { MONAGO_TLS_CERT_FILE: certFile, MONAGO_TLS_KEY_FILE: keyFile } = config;
  return startHttpServer({
    host: config.MONAGO_HOST,
    port: config.MONAGO_PORT,
    headerBytesMax: config.MONAGO_HEADER_BYTES_MAX,
    tls: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
    checks,
    planes,
    dashboardDirectory: config.MONAGO_ROLE === 'gateway' ? undefined : dashboardDirectory(),
  });
}

// Beside `src` in a checkout and beside `dist` in a release: the same place from either.
function dashboardDirectory(): string {
  return fileURLToPath(new URL('../dashboard/dist', import.meta.url));
}

function readiness({ storage, state }: Pick<Plane, 'storage' | 'state'>): ReadinessCheck[] {
  return [
    {
      name: 'database',
      problem: async () => {
        try {
          await storage.database.reader.query('SELECT 1');
          return undefined;
        } catch {
          return 'does not answer';
        }
      },
    },
    { name: 'keys', problem: async () => storage.keys.problem() },
    auditReadiness(storage),
    {
      name: 'directory',
      problem: async () =>
        state.directory.isFresh() ? undefined : 'has not been confirmed for 5 s',
    },
  ];
}

async function makeSetupLink(
  { database, random }: Storage,
  publicUrl: string,
): Promise<string | undefined> {
  const links = new PostgresSetupLinkStore(database, random);
  if (await links.isSetUp()) return undefined;
  return `${publicUrl}/setup#token=${await links.create(systemClock.now())}`;
}
