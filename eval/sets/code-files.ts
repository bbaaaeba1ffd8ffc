import { readdirSync, readFileSync } from 'node:fs';

/** Packages of the lock file, by name, so that the code is the same on every machine. */
const packages = [
  ...['ajv', 'commander', 'express', 'fastify', 'find-my-way', 'iconv-lite', 'ipaddr.js', 'jose'],
  ...['jsdom', 'light-my-request', 'mime-types', 'parse5', 'pg', 'pino', 'postcss', 'qs'],
  ...['semver', 'tough-cookie', 'undici', 'whatwg-url', 'ws', 'yaml', 'zod'],
];

const folder = new URL('../../node_modules/', import.meta.url);

export interface CodeFile {
  readonly path: string;
  readonly text: string;
}

/** JavaScript as people paste it into prompts, several megabytes of it. */
export function codeFiles(): readonly CodeFile[] {
  return packages.flatMap((name) =>
    readdirSync(new URL(`${name}/`, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.[cm]?js$/u.test(path) && !/\bnode_modules\b|\.min\./u.test(path))
      .sort()
      .map((path) => ({
        path: `${name}/${path}`,
        text: readFileSync(new URL(`${name}/${path}`, folder), 'utf8'),
      })),
  );
}
