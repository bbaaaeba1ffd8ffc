import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tests that need a time stamping authority are skipped where there is no openssl to be one. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface AuthorityOptions {
  /** What the certificate of the authority is for. */
  readonly usage?: string;
  /** `ec` or `rsa`. */
  readonly key?: 'ec' | 'rsa';
}

/** A certification authority and a time stamping authority under it, made for one test. */
export interface TestAuthority {
  /** PEM of the certification authority. */
  readonly ca: string;
  /** Answers a TimeStampReq, DER, with a TimeStampResp. */
  answer(query: Uint8Array): Buffer;
  /** A token that says what the response says, signed by this authority whatever its certificate is for. */
  signAgain(response: Uint8Array): Buffer;
  remove(): void;
}

export function makeAuthority({ usage, key = 'rsa' }: AuthorityOptions = {}): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'monago-tsa-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const newKey = key === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const request = ['req', '-newkey', ...newKey, '-nodes', '-sha256'];
  openssl(
    ...[...request, '-x509', '-days', '36500', '-subj', '/CN=Test authority of authorities'],
    ...['-keyout', at('ca.key'), '-out', at('ca.pem')],
  );
  openssl(
    ...[...request, '-subj', '/O=Example/CN=Test time stamping authority'],
    ...['-keyout', at('tsa.key'), '-out', at('tsa.csr')],
  );
  writeFileSync(at('usage'), `extendedKeyUsage=${usage ?? 'critical,timeStamping'}\n`);
  openssl(
    ...['x509', '-req', '-in', at('tsa.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-days', '36500', '-sha256', '-extfile', at('usage')],
    ...['-out', at('tsa.pem')],
  );
  writeFileSync(at('tsa.conf'), configuration(folder));
  return {
    ca: readFileSync(at('ca.pem'), 'utf8'),
    answer: (query) => {
      writeFileSync(at('query'), query);
      openssl(
        'ts',
        '-reply',
        '-config',
        at('tsa.conf'),
        '-queryfile',
        at('query'),
        '-out',
        at('reply'),
      );
      return readFileSync(at('reply'));
    },
    signAgain: (response) => {
      writeFileSync(at('reply'), response);
      openssl('ts', '-reply', '-in', at('reply'), '-token_out', '-out', at('token'));
      openssl(
        ...['cms', '-verify', '-noverify', '-inform', 'DER', '-in', at('token')],
        ...['-binary', '-out', at('info')],
      );
      openssl(
        ...['cms', '-sign', '-in', at('info'), '-binary', '-nodetach', '-cades', '-md', 'sha256'],
        ...['-econtent_type', 'id-smime-ct-TSTInfo', '-signer', at('tsa.pem')],
        ...['-inkey', at('tsa.key'), '-outform', 'DER', '-out', at('token')],
      );
      return readFileSync(at('token'));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function configuration(folder: string): string {
  return `[tsa]
default_tsa = test
[test]
serial = ${folder}/serial
crypto_device = builtin
signer_cert = ${folder}/tsa.pem
certs = ${folder}/ca.pem
signer_key = ${folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}

export interface AuthorityServer {
  readonly url: string;
  /** What the next answers are made into, for instance to delay or to change them. */
  behave(change: (answer: Buffer) => Buffer | undefined): void;
  close(): Promise<void>;
}

/** The authority over HTTP (RFC 3161 section 3.4). */
export async function serveAuthority(authority: TestAuthority): Promise<AuthorityServer> {
  let change = (answer: Buffer): Buffer | undefined => answer;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.headers['content-type'] !== 'application/timestamp-query') {
      response.writeHead(415).end();
      return;
    }
    const reply = change(authority.answer(Buffer.concat(chunks)));
    if (reply === undefined) response.writeHead(503).end();
    else response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  return {
    url: `http://127.0.0.1:${port}/tsr`,
    behave: (next) => {
      change = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
