import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { lockName } from './lock.mjs';
import { run } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const recipe = ['package-lock.json', 'tsconfig.json', 'scripts/preparation/build.mjs'];
const tsc = { name: 'typescript', program: 'bin/tsc' };
const vite = { name: 'vite', program: 'bin/vite.js' };

const isTest = (path) => /\.test\.tsx?$/.test(path);
const isSource = (path) => !isTest(path);

const serverStampPath = (root) => join(root, 'dist', '.stamp');
const dashboardStampPath = (root) => join(root, 'dashboard', 'dist', '.stamp');
const serverHash = (root) => hashOf(root, [...recipe, 'tsconfig.build.json', 'src'], isSource);
// The dashboard bundles the contract and the parts of the domain that run in the browser.
const dashboardHash = (root) =>
  hashOf(root, [...recipe, 'dashboard', 'src/contract', 'src/domain'], isSource);

export const serverIsStale = (root) => readStamp(serverStampPath(root)) !== serverHash(root);
export const dashboardIsStale = (root) =>
  readStamp(dashboardStampPath(root)) !== dashboardHash(root);

/** Compiles src into dist; what the compiler leaves behind (SQL, data) is copied beside it. */
export async function buildServer(root) {
  const hash = serverHash(root);
  emptyDist(root);
  await runTool(root, tsc, ['-p', 'tsconfig.build.json']);
  cpSync(join(root, 'src'), join(root, 'dist'), {
    recursive: true,
    filter: (path) => extname(path) !== '.ts',
  });
  chmodSync(join(root, 'dist', 'main.js'), 0o755);
  writeStamp(serverStampPath(root), hash);
}

export async function buildDashboard(root) {
  const hash = dashboardHash(root);
  const folder = join(root, 'dashboard');
  await runTool(folder, vite, ['build', '--logLevel', 'warn']);
  writeStamp(dashboardStampPath(root), hash);
}

/** A file whose source is gone must not survive in the output, or an import of it would still work. */
function emptyDist(root) {
  for (const name of readdirSync(join(root, 'dist'))) {
    if (!name.startsWith(lockName)) rmSync(join(root, 'dist', name), { recursive: true });
  }
}

async function runTool(cwd, tool, args) {
  const require = createRequire(join(cwd, 'package.json'));
  const home = dirname(require.resolve(`${tool.name}/package.json`));
  await run(process.execPath, [join(home, tool.program), ...args], { cwd });
}
