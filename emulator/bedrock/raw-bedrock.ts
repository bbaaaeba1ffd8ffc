import { type BedrockEmulator, startBedrockEmulator } from './start-bedrock-emulator.ts';

const key = 'ABSKemulated';

export type RawAnswer = {
  status: number;
  type: string | undefined;
  headers: Headers;
  text: string;
};

/** An emulator that is spoken to without a client library, so that what no library would send is sent. */
export type RawBedrock = {
  emulator: BedrockEmulator;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RawAnswer>;
  get(path: string): Promise<RawAnswer>;
};

export async function startRawBedrock(): Promise<RawBedrock> {
  const emulator = await startBedrockEmulator({ apiKeys: [{ key }] });
  const send = async (path: string, init: RequestInit): Promise<RawAnswer> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${key}`);
    const response = await fetch(`${emulator.url}${path}`, { ...init, headers });
    const type = response.headers.get('x-amzn-errortype')?.split(':')[0];
    const { status } = response;
    return { status, type, headers: response.headers, text: await response.text() };
  };
  return {
    emulator,
    get: (path) => send(path, {}),
    post: (path, body, headers = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return send(path, { method: 'POST', headers, body: text });
    },
  };
}
