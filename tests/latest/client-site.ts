import { expect } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { openClosedProxy } from './closed-proxy.ts';
import { type Clients, installClients } from './install-clients.ts';
import { type Program, type Run, runProgram } from './run-program.ts';

/** A gateway with providers behind it, and clients that can reach nothing else. */
export interface ClientSite {
  readonly gateway: GatewaySite;
  readonly clients: Clients;
  run(program: Omit<Program, 'programs' | 'proxy'>): Promise<Run>;
  /** The calls in the log since the last look, each with its outcome. */
  calls(): Promise<readonly Call[]>;
  /** That a program kept to this machine, as far as that can be seen. */
  expectNothingElsewhere(run: Run): void;
  close(): Promise<void>;
}

type Entry = Readonly<Record<string, unknown>>;
interface Call {
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
    expectNothingElsewhere: ({ addresses }) => {
      expect(proxy.asked.splice(0)).toEqual([]);
      if (addresses !== undefined) expect(addresses).toEqual(['127.0.0.1']);
    },
    close: async () => {
      await proxy.close();
      await gateway.close();
      clients.remove();
    },
  };
}
