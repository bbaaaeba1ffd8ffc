import { parseArgs } from 'node:util';
import { startAnthropicEmulator } from './anthropic/start-anthropic-emulator.ts';
import { startBedrockEmulator } from './bedrock/start-bedrock-emulator.ts';
import { startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const PROVIDERS = ['openai', 'anthropic', 'bedrock'] as const;
type Provider = (typeof PROVIDERS)[number];

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'openai' },
    port: { type: 'string', default: '9000' },
    host: { type: 'string', default: '127.0.0.1' },
    /** An API key that works, of whichever provider; may be repeated. */
    key: { type: 'string', multiple: true },
    /** `id:secret` of an AWS access key that works; may be repeated. */
    'access-key': { type: 'string', multiple: true },
  },
});

const chosen =
  values.provider === 'all' ? PROVIDERS : PROVIDERS.filter((p) => p === values.provider);
if (chosen.length === 0) {
  console.error(`--provider takes ${PROVIDERS.join(', ')} or all, not ${values.provider}`);
  process.exit(64);
}

function start(provider: Provider, listen: { port: number; host: string }) {
  const keys = values.key === undefined ? {} : { acceptedKeys: values.key };
  switch (provider) {
    case 'openai':
      return startOpenAiEmulator({ ...listen, ...keys });
    case 'anthropic':
      return startAnthropicEmulator({ ...listen, ...keys });
    case 'bedrock':
      return startBedrockEmulator({ ...listen, ...bedrockAccount() });
  }
}

// AWS takes no key for granted: who wants to sign in names one.
function bedrockAccount() {
  const accessKeys = (values['access-key'] ?? []).map((pair) => {
    const [accessKeyId = '', secretAccessKey = ''] = pair.split(':', 2);
    return { accessKeyId, secretAccessKey };
  });
  return { accessKeys, apiKeys: (values.key ?? []).map((key) => ({ key })) };
}

const names = { openai: 'OpenAI', anthropic: 'Anthropic', bedrock: 'Bedrock' };
const firstPort = Number(values.port);
const emulators = await Promise.all(
  chosen.map(async (provider, at) => {
    // Port 0 lets the system choose, for each of them.
    const port = firstPort === 0 ? 0 : firstPort + at;
    const emulator = await start(provider, { port, host: values.host });
    console.log(
      `${names[provider]} emulator: ${emulator.url}${provider === 'openai' ? '/v1' : ''}`,
    );
    return emulator;
  }),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const emulator of emulators) emulator.stop().catch(console.error);
  });
}
