import type { FastifyInstance } from 'fastify';

/** One condition that must hold for this node to be given traffic. */
export interface ReadinessCheck {
  readonly name: string;
  /** Undefined when all is well; otherwise what is wrong, in a few words for the operator. */
  problem(): Promise<string | undefined>;
}

/**
 * `/livez`: the process runs its event loop. `/readyz`: each check, with its answer; 503 when one fails, so that a load
 * balancer sends requests elsewhere instead of collecting refusals.
 */
export async function healthPlugin(
  fastify: FastifyInstance,
  { checks }: { checks: readonly ReadinessCheck[] },
): Promise<void> {
  // Clients of providers ask this before anything else to see whether there is a server.
  fastify.head('/', (_request, reply) => reply.code(200).send());
  fastify.get('/livez', (_request, reply) => reply.type('text/plain').send('ok\n'));
  fastify.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      checks.map(async (check) => [check.name, (await check.problem()) ?? 'ok'] as const),
    );
    const isReady = results.every(([, answer]) => answer === 'ok');
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isReady ? 'ready' : 'not_ready', checks: Object.fromEntries(results) });
  });
}
