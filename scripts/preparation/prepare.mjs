import { fileURLToPath } from 'node:url';
import { buildDashboard, buildServer, dashboardIsStale, serverIsStale } from './build.mjs';
import { install, installIsStale, linkCommand } from './install.mjs';
import { withLock } from './lock.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Installs and builds what is missing or stale, and says nothing when nothing is.
 * @param {{installOnly?: boolean, force?: boolean}} options `force` builds even what is up to date
 */
export async function prepare({ installOnly = false, force = false }) {
  const isDone = () =>
    !force &&
    !installIsStale(root) &&
    (installOnly || !(serverIsStale(root) || dashboardIsStale(root)));
  if (isDone()) {
    linkCommand(root);
    return;
  }
  await withLock(root, async () => {
    // Whoever held the lock before may have done the work already, so each step looks again.
    if (installIsStale(root)) await timed('installing dependencies', () => install(root));
    linkCommand(root);
    if (!installOnly) await build(force);
  });
}

async function build(force) {
  const steps = [];
  if (force || serverIsStale(root)) steps.push(['server', buildServer]);
  if (force || dashboardIsStale(root)) steps.push(['dashboard', buildDashboard]);
  if (steps.length === 0) return;
  const names = steps.map(([name]) => name).join(' and ');
  await timed(`building ${names}`, () => Promise.all(steps.map(([, step]) => step(root))));
}

async function timed(what, work) {
  const startedAt = performance.now();
  console.log(`monago: ${what} …`);
  await work();
  console.log(`monago: ${what} took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}
