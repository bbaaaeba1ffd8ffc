import process from 'node:process';
import { type App, compose } from '../compose.ts';
import { refusalOf } from './refusal.ts';
import { requireConfig, type Surroundings } from './surroundings.ts';

/** How long running requests may take to finish once Monago was asked to stop. */
const shutdownTimeoutMs = 30_000;

/** Runs Monago until it is told to stop (SIGTERM or SIGINT). */
export async function serve(surroundings: Surroundings): Promise<void> {
  const config = requireConfig(surroundings);
  const stopped = stopRequested();
  const app = await start(() => compose(config));
  announce(app, surroundings);
  await stopped;
  const deadline = setTimeout(() => process.exit(1), shutdownTimeoutMs);
  await app.close();
  clearTimeout(deadline);
}

/** A refusal to start is a sentence for the operator, not a stack trace. */
async function start(boot: () => Promise<App>): Promise<App> {
  try {
    return await boot();
  } catch (failure) {
    throw (await refusalOf(failure, 'Monago did not start. ')) ?? failure;
  }
}

function announce(app: App, { stdout }: Surroundings): void {
  const lines = ['', `  Monago is ready at ${app.url}`];
  if (app.setupLink !== undefined) {
    lines.push(`  Set it up within 30 minutes: ${app.setupLink}`);
  }
  stdout.write(`${lines.join('\n')}\n\n`);
}

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
