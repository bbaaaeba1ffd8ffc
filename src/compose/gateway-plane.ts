import type { FastifyPluginAsync } from 'fastify';
import { gatewayPlugin } from '../adapters/http/gateway/gateway-plugin.ts';
import { sha256Digest } from '../adapters/http/gateway/sha256-digest.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { builtinDetectors } from '../domain/inspection/detectors.ts';
import type { Plane } from './plane.ts';

export function gatewayPlane({
  config,
  log,
  storage,
  state,
  providers,
}: Plane): FastifyPluginAsync {
  const ports = {
    tokens: state.tokenVerifier,
    directory: state.directory,
    vault: storage.vault,
    auditLog: storage.auditLog,
    usage: state.usage,
    // The endpoints that are served speak OpenAI's API, and what they take is forwarded as it is.
    providers: { openai: providers.openai },
    detectors: builtinDetectors,
    clock: systemClock,
    random: storage.random,
    digest: sha256Digest,
    log,
  };
  return (fastify) =>
    gatewayPlugin(fastify, {
      ports,
      bodyBytesMax: config.MONAGO_BODY_BYTES_MAX,
      bodyTimeoutMs: config.MONAGO_BODY_TIMEOUT_MS,
      inFlightMax: config.MONAGO_IN_FLIGHT_MAX,
      extraEndpoints: config.MONAGO_EXTRA_ENDPOINTS,
    });
}
