import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { formatPolicy } from '../src/domain/audit/policy.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { evidenceFiles, evidencePolicy } from './evidence-files.ts';

/**
 * How many entries the dashboard verifies in a second in Chromium: the worker of its build, which fetches every file of
 * the log from a server on this machine. Seconds are those of the processor in the process of the page, its start
 * counted, and by the clock; the memory is the most that this process had. Each size has a browser of its own, and nobody
 * looks on: a page that is under Playwright keeps what it fetches. `npm run build` makes the worker; another folder with a
 * build of the dashboard may be named.
 */

interface Verified {
  readonly milliseconds: number;
  readonly verdict: string;
}

interface PageUse {
  readonly cpuSeconds: number;
  readonly megabytesMax: number;
}

const pageSource = `<!doctype html><title>bench</title><script>
  const began = performance.now();
  const tell = (verdict) => {
    const milliseconds = performance.now() - began;
    fetch('/verified', { method: 'POST', body: JSON.stringify({ milliseconds, verdict }) });
  };
  const worker = new Worker('/worker.js', { type: 'module' });
  worker.onerror = ({ message }) => tell(message);
  worker.onmessage = ({ data }) => {
    if (data.kind === 'done') tell(data.log.verification.verdict);
    if (data.kind === 'failed') tell(data.detail);
  };
  const policy = ${JSON.stringify(formatPolicy(evidencePolicy))};
  worker.postMessage({ base: '/log', policy });
</script>`;

const [, , built = fileURLToPath(new URL('../dashboard/dist', import.meta.url))] = process.argv;
const worker = readFileSync(workerOf(built));
for (const size of [20_000, 100_000]) report(size, await measure(size));

function workerOf(folder: string): string {
  const name = readdirSync(`${folder}/assets`).find((one) => /^verify\.worker-.*\.js$/.test(one));
  if (name === undefined) throw new Error(`there is no build of the dashboard in ${folder}`);
  return `${folder}/assets/${name}`;
}

async function measure(size: number): Promise<Verified & PageUse> {
  const server = serve(filesToServe(size));
  const verified = postedTo(server);
  const browser = await launchBrowser();
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const before = await pageUse(browser);
    const session = await browser.newBrowserCDPSession();
    await session.send('Target.createTarget', { url: addressOf(server) });
    const result = await verified;
    const { cpuSeconds, megabytesMax } = await pageUse(browser);
    return { ...result, cpuSeconds: cpuSeconds - before.cpuSeconds, megabytesMax };
  } finally {
    await browser.close();
    server.close();
  }
}

function report(size: number, measured: Verified & PageUse): void {
  const { milliseconds, verdict, cpuSeconds, megabytesMax } = measured;
  if (verdict !== 'verified') throw new Error(`the log is ${verdict}`);
  process.stdout.write(
    `${size} entries: ${Math.round(size / cpuSeconds)} verified a CPU-second, ` +
      `${Math.round((size * 1000) / milliseconds)} a second by the clock, ` +
      `${Math.round(megabytesMax)} MB at most\n`,
  );
}

function filesToServe(size: number): Map<string, Uint8Array | string> {
  const files = new Map<string, Uint8Array | string>([
    ['/', pageSource],
    ['/worker.js', worker],
  ]);
  for (const { name, bytes } of evidenceFiles(size)) files.set(`/log/${name}`, bytes);
  return files;
}

function serve(files: ReadonlyMap<string, Uint8Array | string>): Server {
  const types = new Map([
    ['/', 'text/html'],
    ['/worker.js', 'text/javascript'],
  ]);
  return createServer(({ url = '' }, response) => {
    const file = files.get(url);
    const type = types.get(url) ?? 'application/octet-stream';
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': type }).end(file);
  });
}

/** What the page posts when it is done. */
function postedTo(server: Server): Promise<Verified> {
  return new Promise((resolve, reject) => {
    server.on('request', (request) => {
      if (request.method === 'POST') json(request).then(readVerified).then(resolve, reject);
    });
  });
}

function readVerified(value: unknown): Verified {
  const { milliseconds, verdict }: Partial<Verified> = Object(value);
  if (milliseconds === undefined || verdict === undefined) throw new TypeError('not a result');
  return { milliseconds, verdict };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}/`;
}

/** Of the processes that run pages and their workers. Linux only, as it reads `VmHWM` of proc_pid_status(5). */
async function pageUse(browser: Browser): Promise<PageUse> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  const peaks = pages.map(({ id }) => {
    const status = readFileSync(`/proc/${id}/status`, 'latin1');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  });
  return {
    cpuSeconds: pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    megabytesMax: Math.max(...peaks),
  };
}
