import type { FastifyPluginAsync } from 'fastify';
import { PostgresInvitationLookup } from '../adapters/database/postgres-invitation-lookup.ts';
import { PostgresSessionStore } from '../adapters/database/postgres-session-store.ts';
import { writeTar } from '../adapters/evidence/tar.ts';
import { controlPlugin } from '../adapters/http/control/control-plugin.ts';
import { Argon2PasswordHasher } from '../adapters/identity/argon2-password-hasher.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { isLoopback } from '../config.ts';
import type { Plane } from './plane.ts';
import { version } from './version.ts';

export function controlPlane({
  config,
  log,
  storage,
  state,
  providers,
  own,
}: Plane): FastifyPluginAsync {
  const ports = {
    mode: config.MONAGO_MODE,
    unitOfWork: state.unitOfWork,
    tenants: state.tenants,
    sessions: new PostgresSessionStore(storage.database),
    invitations: new PostgresInvitationLookup(storage.database),
    auditLog: storage.auditLog,
    auditReader: storage.auditReader,
    contentReader: storage.contentReader,
    vault: storage.vault,
    providers,
    tokens: state.tokenIssuer,
    tokenVerifier: state.tokenVerifier,
    directory: state.directory,
    passwords: new Argon2PasswordHasher(),
    clock: systemClock,
    random: storage.random,
    log,
    productVersion: version,
  };
  const isTls =
    config.MONAGO_TLS_CERT_FILE !== undefined ||
    config.MONAGO_PUBLIC_URL?.startsWith('https://') === true;
  return (fastify) =>
    controlPlugin(fastify, {
      ports,
      insecureTransport: !isTls && !isLoopback(config.MONAGO_HOST),
      publicUrl: () => own.publicUrl(),
      tar: writeTar,
    });
}
