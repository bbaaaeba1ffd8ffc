import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const nodeSha256 = fileURLToPath(new URL('../src/domain/audit/sha256.ts', import.meta.url));
const browserSha256 = fileURLToPath(new URL('src/crypto/sha256.ts', import.meta.url));

/** The one file of the domain that needs Node has a twin for browsers. */
function browserHash(): Plugin {
  return {
    name: 'browser-hash',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith('/sha256.ts') || importer === undefined) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved?.id === nodeSha256 ? browserSha256 : resolved;
    },
  };
}

export default defineConfig({
  plugins: [react(), browserHash()],
  worker: { format: 'es', plugins: () => [browserHash()] },
  // The server replaces the placeholder with a fresh nonce in every response.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    fs: { allow: ['..'] },
    proxy: { '/api': 'http://127.0.0.1:8080' },
  },
});
