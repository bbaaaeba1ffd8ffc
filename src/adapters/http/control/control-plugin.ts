import cookies from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { controlEndpointsIn } from '../../../contract/endpoints.ts';
import { type Control, createControl } from '../../../control/control.ts';
import { MonagoError } from '../../../domain/errors.ts';
import { openApiDocument } from '../openapi.ts';
import { createAdmission } from './admission.ts';
import type { ControlHttpOptions } from './control-http-options.ts';
import { asControlError } from './error-translation.ts';
import { approvalRoutes } from './handlers/approval-routes.ts';
import { auditContentRoutes } from './handlers/audit-content-routes.ts';
import { auditExportRoutes } from './handlers/audit-export-routes.ts';
import { auditRoutes } from './handlers/audit-routes.ts';
import { credentialRoutes, platformCredentialRoutes } from './handlers/credential-routes.ts';
import { inspectionRoutes } from './handlers/inspection-routes.ts';
import { policyRoutes } from './handlers/policy-routes.ts';
import { sessionRoutes } from './handlers/session-routes.ts';
import { settingsRoutes } from './handlers/settings-routes.ts';
import { tenantRoutes } from './handlers/tenant-routes.ts';
import { tokenRoutes } from './handlers/token-routes.ts';
import { userRoutes } from './handlers/user-routes.ts';
import { jsonBodies } from './json-bodies.ts';
import { checkRoutes, mountOtherMethods, mountRoute } from './mount-routes.ts';
import { sendProblem } from './problem.ts';
import type { Route } from './route.ts';
import { sessionCookie } from './session-cookie.ts';

const flushIntervalMs = 60_000;

/** The control plane: every row of the contract under /api, and /openapi.json. */
export async function controlPlugin(
  fastify: FastifyInstance,
  options: ControlHttpOptions,
): Promise<void> {
  const document = JSON.stringify(openApiDocument(options.ports.mode));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json').send(document));
  // A scope of its own: nothing set here, errors least of all, reaches the gateway or the dashboard.
  await fastify.register((scope) => mountPlane(scope, options), { prefix: '/api' });
}

async function mountPlane(scope: FastifyInstance, options: ControlHttpOptions): Promise<void> {
  const control = createControl(options.ports);
  const cookie = sessionCookie(!options.insecureTransport);
  const admission = createAdmission({ control, cookie, publicUrl: options.publicUrl });
  const routes = [
    ...sessionRoutes({ control, cookie, options }),
    ...userRoutes({ control, cookie, options }),
    ...credentialRoutes(control),
    ...tokenRoutes(control),
    ...auditRoutes(control),
    ...auditExportRoutes(control, options.tar),
    ...auditContentRoutes(control),
    ...settingsRoutes(control),
    ...policyRoutes(control),
    ...approvalRoutes(control),
    ...inspectionRoutes(control),
    // On-premise there is no operator, and nothing that would be theirs answers: not even with a refusal.
    ...(control.mode === 'cloud' ? operatorRoutes(control, options) : []),
  ];
  checkRoutes(controlEndpointsIn(control.mode), routes);

  await scope.register(cookies);
  jsonBodies(scope);
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  scope.setErrorHandler(async (thrown, request, reply) => {
    const error = asControlError(thrown);
    const requestId = admission.requestIdOf(request);
    logIfOurs(error, requestId, control);
    await sendProblem(reply, error, requestId);
  });
  scope.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new MonagoError('not_found'), admission.requestIdOf(request)),
  );
  for (const route of routes) mountRoute(scope, route, admission);
  mountOtherMethods(scope, routes);
  writeTallies(scope, control);
}

function operatorRoutes(control: Control, options: ControlHttpOptions): Route[] {
  return [...tenantRoutes(control, options), ...platformCredentialRoutes(control)];
}

/** What the caller cannot have caused, the operator has to see. */
function logIfOurs(error: MonagoError, requestId: string, { log }: Control): void {
  if (error.status < 500) return;
  log.error('control.failed', {
    request_id: requestId,
    code: error.code,
    internal: error.internal,
  });
}

function writeTallies(scope: FastifyInstance, { failedSignIns, readLog }: Control): void {
  const flush = (when: 'due' | 'closing') =>
    Promise.all([failedSignIns.flush(when), readLog.flush(when)]);
  const timer = setInterval(() => void flush('due'), flushIntervalMs);
  timer.unref();
  scope.addHook('onClose', async () => {
    clearInterval(timer);
    await flush('closing');
  });
}
