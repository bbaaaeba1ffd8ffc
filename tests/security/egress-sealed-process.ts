import { createInterface } from 'node:readline';
import { createEgress } from '../../src/adapters/egress/egress.ts';
import { Secret } from '../../src/domain/credential/secret.ts';

/*
 * Sends keys through the egress as told on standard input, one line each: the masked key in hexadecimal, and a path.
 * The key is never text in this process: it is unmasked into one buffer, as decryption would put it there.
 */

const [destination = '', ca = ''] = process.argv.slice(2).map((text) => decodeURIComponent(text));
const { host } = new URL(destination);
const egress = createEgress({
  mode: 'onprem',
  allow: [host],
  own: () => [],
  connectTimeoutMs: 5_000,
  headTimeoutMs: 60_000,
  idleTimeoutMs: 60_000,
  totalTimeoutMs: 60_000,
  connectionsMax: 1,
  ...(ca === '' ? {} : { ca }),
});

const mask = 0x5a;
const prompt = Buffer.from('{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}]}');

function send(masked: string, path: string): Promise<string> {
  const bytes = Buffer.from(masked, 'hex');
  const key = Buffer.allocUnsafeSlow(bytes.length);
  for (const [at, byte] of bytes.entries()) key[at] = byte ^ mask;
  return new Promise((resolve) => {
    egress.dispatch(
      {
        destination,
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(prompt),
        secretHeader: { name: 'authorization', prefix: 'Bearer ', secret: new Secret(key) },
      },
      { head: () => {}, data: () => true, end: () => resolve('done'), fail: resolve },
    );
  });
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [masked = '', path = '/', times = '1'] = line.split(' ');
  let outcome = '';
  for (let round = 0; round < Number(times); round += 1) outcome = await send(masked, path);
  console.log(outcome);
}
await egress.close();
