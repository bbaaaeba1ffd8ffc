import { readFileSync } from 'node:fs';

/** The version in package.json, which is beside both `src` and `dist`. */
export const version: string = readVersion(new URL('../../package.json', import.meta.url));

function readVersion(manifest: URL): string {
  const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const isNamed = typeof content === 'object' && content !== null && 'version' in content;
  return isNamed ? String(content.version) : 'unknown';
}
