import { expect } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { type ClosedProxy, openClosedProxy } from './closed-proxy.ts';
import { type Clients, installClients } from './install-clients.ts';
import { type Run, runProgram } from './run-program.ts';

/** A gateway with providers behind it, and clients that can reach nothing else. */
export interface ClientSite {
  readonly gateway: GatewaySite;
  readonly clients: Clients;
  readonly proxy: ClosedProxy;
  run(program: Omit<Parameters<typeof runProgram>[0], 'programs' | 'proxy'>): Promise<Run>;
  /** The calls in the log since the last look, each with its outcome. */
  calls(): Promise<readonly Call[]>;
  close(): Promise<void>;
}

type Entry = Readonly<Record<string, unknown>>;
export interface Call {
  readonly intent: Entry;
  readonly outcome: Entry | undefined;
}

/** @param packages the clients that are installed */
export async function openClientSite(packages: readonly string[]): Promise<ClientSite> {
  const clients = await installClients(packages);
  // For whoever reads the log of a run: what it was that worked.
  console.info(`installed: ${JSON.stringify(clients.versions)}`);
  const gateway = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  const proxy = await openClosedProxy();
  let seen = 0;
  return {
    gateway,
    clients,
    proxy,
    run: (program) => runProgram({ ...program, programs: clients.programs, proxy }),
    calls: async () => {
      const intents = (await gateway.entries('ai.request.intent')).slice(seen);
      seen += intents.length;
      const outcomes = await gateway.waitForEntries('ai.request.outcome', seen);
      return intents.map((intent) => ({
        intent,
        outcome: outcomes.find((outcome) => outcome['request_id'] === intent['request_id']),
      }));
    },
    close: async () => {
      await proxy.close();
      await gateway.close();
      clients.remove();
    },
  };
}

/** That a program kept to this machine, as far as that can be seen. */
export function expectNothingReachedElsewhere({ proxy }: ClientSite, run: Run): void {
  expect(proxy.asked.splice(0)).toEqual([]);
  if (run.addresses !== undefined) expect(run.addresses).toEqual(['127.0.0.1']);
}
