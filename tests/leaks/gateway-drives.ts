import type { GatewayEndpointName } from '../../src/contract/gateway-endpoints.ts';
import type { Drive, Gate, Plan } from './gate.ts';
import type { LeakSite } from './site.ts';

const headers = (gate: Gate) => gate.tokenHeaders;
const boundary = 'leak-gate-boundary';

/** How every row of the gateway is made to succeed. A row that is missing does not compile. */
export const gatewayDrives: Readonly<Record<GatewayEndpointName, Drive>> = {
  'chat.completions': {
    headers,
    plan: () => ({
      body: {
        model: 'gpt-4o-mini',
        user: 'someone',
        messages: [{ role: 'user', content: 'Hello' }],
      },
    }),
  },
  embeddings: {
    headers,
    plan: () => ({ body: { model: 'text-embedding-3-small', user: 'someone', input: 'Hello' } }),
  },
  completions: {
    headers,
    plan: () => ({ body: { model: 'gpt-3.5-turbo-instruct', prompt: 'Hello', user: 'someone' } }),
  },
  'images.generations': {
    headers,
    plan: () => ({ body: { model: 'gpt-image-1', prompt: 'A heron', user: 'someone' } }),
  },
  'audio.transcriptions': { headers, plan: () => form({ model: 'whisper-1', language: 'id' }) },
  'audio.translations': { headers, plan: () => form({ model: 'whisper-1', prompt: 'a name' }) },
};

/**
 * Lets the provider answer the same to everything, until told otherwise: what it would repeat of a prompt or say about
 * a model is between it and the caller.
 */
export function answerAlike({ openai }: LeakSite): { end(): void } {
  let isOn = true;
  openai.script({
    replay: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":[]}' },
    times: Number.POSITIVE_INFINITY,
    when: ({ path }) => isOn && !path.startsWith('/v1/models'),
  });
  return {
    end: () => {
      isOn = false;
    },
  };
}

/** A form as browsers and clients send it: the sound first, then the fields. */
function form(fields: Readonly<Record<string, string>>): Plan {
  const sound = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\nContent-Type: audio/mpeg\r\n\r\nID3`;
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
  );
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.from(`${sound}${parts.join('')}\r\n--${boundary}--\r\n`),
  };
}
