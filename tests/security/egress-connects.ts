import { createServer, type Server } from 'node:net';

/** TCP connections that this process asked the system for, whoever in it did. */
export interface ConnectWatch {
  /** `address:port`, oldest first. */
  readonly targets: readonly string[];
  stop(): void;
}

type Connect = (this: object, ...parameters: unknown[]) => unknown;

/**
 * Counts at the boundary between JavaScript and the system, below every library: `connect` and `connect6` of Node's
 * TCP handle are the only ways from a script to `connect(2)`.
 */
export function watchConnects(tell: (target: string) => void = () => {}): ConnectWatch {
  const targets: string[] = [];
  const handle = tcpHandle();
  const undo = ['connect', 'connect6'].map((name) => {
    const original = Reflect.get(handle, name) as Connect;
    const counted: Connect = function (...parameters) {
      const target = `${parameters[1]}:${parameters[2]}`;
      targets.push(target);
      tell(target);
      return original.apply(this, parameters);
    };
    Reflect.set(handle, name, counted);
    return () => Reflect.set(handle, name, original);
  });
  return {
    targets,
    stop: () => {
      for (const each of undo) each();
    },
  };
}

function tcpHandle(): object {
  const binding = Reflect.get(process, 'binding') as (name: string) => {
    TCP: { prototype: object };
  };
  return binding('tcp_wrap').TCP.prototype;
}

/** Servers on one port of several addresses of this machine, which nothing should ever connect to. */
export interface Trap {
  readonly port: number;
  readonly accepted: () => number;
  close(): Promise<void>;
}

/** @param wanted the port; a free one unless told */
export async function openTrap(addresses: readonly string[], wanted = 0): Promise<Trap> {
  let accepted = 0;
  const servers: Server[] = [];
  let port = wanted;
  for (const address of addresses) {
    const server = createServer((socket) => {
      accepted += 1;
      socket.destroy();
    });
    port = await listen(server, address, port);
    servers.push(server);
  }
  return {
    port,
    accepted: () => accepted,
    close: async () => {
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: host.includes(':') }, () => {
      const at = server.address();
      resolve(typeof at === 'object' && at !== null ? at.port : port);
    });
  });
}
