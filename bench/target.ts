import { startProgram } from './child-program.ts';

/** Something that answers `POST /v1/chat/completions`. */
export type Target = {
  name: 'direct' | 'raw' | 'monago';
  origin: string;
  token: string;
  /** The process whose CPU time counts. */
  pid: number | undefined;
  stop(): Promise<void>;
};

const here = import.meta.dirname;
const ready = /ready at (http:\/\/\S+)/;

/** The mock provider, asked without anything in between. */
export async function startDirect(): Promise<Target> {
  const program = await startProgram({ args: runSource('mock-upstream.ts'), ready });
  return {
    name: 'direct',
    origin: program.url,
    token: 'sk-bench',
    pid: program.pid,
    stop: program.stop,
  };
}

export async function startRawProxy(upstream: string): Promise<Target> {
  const program = await startProgram({ args: [...runSource('raw-proxy.ts'), upstream], ready });
  return {
    name: 'raw',
    origin: program.url,
    token: 'sk-bench',
    pid: program.pid,
    stop: program.stop,
  };
}

// The loader runs inside the process itself: a wrapper would be measured in its place.
function runSource(file: string): string[] {
  return ['--import', 'tsx', `${here}/${file}`];
}
