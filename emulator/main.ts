import { parseArgs } from 'node:util';
import { startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9000' },
    host: { type: 'string', default: '127.0.0.1' },
    key: { type: 'string', multiple: true },
  },
});

const emulator = await startOpenAiEmulator({
  port: Number(values.port),
  host: values.host,
  ...(values.key === undefined ? {} : { acceptedKeys: values.key }),
});
console.log(`OpenAI emulator: ${emulator.url}/v1`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    emulator.stop().catch(console.error);
  });
}
