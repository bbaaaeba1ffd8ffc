// Runs before `npm start`, `npm test` and `npm run demo` on a machine that may have nothing but Node, so this file
// imports nothing that has to be installed, and keeps to syntax that an old Node can parse far enough to be told why.
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);

function nodeIsTooOld() {
  const wanted = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).engines.node;
  const [wantedMajor, wantedMinor] = wanted.replace('>=', '').split('.').map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return false;
  console.error(
    `monago: Node ${wanted.replace('>=', '')} or newer is needed; this is ${process.version}.`,
  );
  console.error(
    'monago: install a current release from https://nodejs.org and run the command again.',
  );
  return true;
}

if (nodeIsTooOld()) {
  process.exitCode = 1;
} else {
  import('./preparation/prepare.mjs')
    .then(({ prepare }) => prepare({ installOnly: process.argv.includes('--install-only') }))
    .catch((failure) => {
      console.error(`monago: ${failure.message}`);
      process.exitCode = 1;
    });
}
