import { config } from 'zod/mini';
import { installStyleNonce } from './app/style-nonce.ts';
import { installTrustedTypes } from './app/trusted-types.ts';

// The content security policy forbids building functions from text, and a schema library that merely tries is
// reported. The rest is imported afterwards, because it defines schemas as it loads.
config({ jitless: true });
installTrustedTypes();
installStyleNonce();

const { start } = await import('./app/start.tsx');
start();
