import type { FastifyPluginAsync } from 'fastify';
import { zlibDecoder } from '../adapters/http/gateway/body-decoder.ts';
import { gatewayPlugin } from '../adapters/http/gateway/gateway-plugin.ts';
import { sha256Digest } from '../adapters/http/gateway/sha256-digest.ts';
import { awsEventStreamCodec } from '../adapters/providers/aws-event-stream.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { detectorsFor } from '../domain/inspection/detectors-for.ts';
import type { InspectionSettings } from '../domain/inspection/inspection-settings.ts';
import type { Plane } from './plane.ts';

export function gatewayPlane({
  config,
  log,
  storage,
  state,
  providers,
}: Plane): FastifyPluginAsync {
  const detectors = (settings: InspectionSettings) => detectorsFor(settings, systemClock.monotonic);
  const ports = {
    tokens: state.tokenVerifier,
    directory: state.directory,
    vault: storage.vault,
    auditLog: storage.auditLog,
    usage: state.usage,
    providers,
    detectorsFor: detectors,
    clock: systemClock,
    random: storage.random,
    digest: sha256Digest,
    eventStream: awsEventStreamCodec(),
    decoder: zlibDecoder,
    storedResponses: state.storedResponses,
    approvals: state.approvals,
    decisionRecords: state.decisionRecords,
    contentBytesMax: config.MONAGO_AUDIT_CONTENT_BYTES_MAX,
    idrPerUsd: config.MONAGO_IDR_PER_USD,
    log,
  };
  return (fastify) =>
    gatewayPlugin(fastify, {
      ports,
      bodyBytesMax: config.MONAGO_BODY_BYTES_MAX,
      bodyTimeoutMs: config.MONAGO_BODY_TIMEOUT_MS,
      times: {
        heartbeatMs: config.MONAGO_HEARTBEAT_MS,
        slowClientMs: config.MONAGO_SLOW_CLIENT_TIMEOUT_MS,
      },
      inFlightMax: config.MONAGO_IN_FLIGHT_MAX,
      extraEndpoints: config.MONAGO_EXTRA_ENDPOINTS,
    });
}
