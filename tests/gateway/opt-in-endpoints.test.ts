import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';

let site: GatewaySite;

beforeAll(async () => {
  site = await openGatewaySite();
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  site.emulator.reset();
});

const boundary = 'x-boundary';
const sound = Buffer.from([0xff, 0xfb, 0x90, 0x00, 0x0d, 0x0a, 0x00, 0x80]);

/** A form as browsers and clients send it: the sound first, then the fields. */
function form(fields: Readonly<Record<string, string>>): Buffer {
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\nContent-Type: audio/mpeg\r\n\r\n`;
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
  );
  return Buffer.concat([
    Buffer.from(file),
    sound,
    Buffer.from(`${parts.join('')}\r\n--${boundary}--\r\n`),
  ]);
}

const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };

function scriptTranscript(): void {
  const headers = { 'content-type': 'application/json' };
  site.emulator.script({ replay: { status: 200, headers, body: '{"text":"hello"}' } });
}

describe('sound, where the operator has opened the endpoint', () => {
  test('200: it is forwarded unread, under an entry with the model that the form names', async () => {
    scriptTranscript();
    const body = form({ model: 'whisper-1', language: 'id' });
    const reply = await site.post('/v1/audio/transcriptions', body, { headers: multipart });
    expect(reply.status).toBe(200);
    expect(site.emulator.requests[0]?.body.equals(body)).toBe(true);
    const intent = await site.lastEntry('ai.request.intent');
    expect(intent).toMatchObject({ api: 'audio.transcriptions', model_requested: 'whisper-1' });
  });

  test('nothing is said about personal data, because nobody has listened', async () => {
    scriptTranscript();
    const body = form({ model: 'whisper-1' });
    const reply = await site.post('/v1/audio/transcriptions', body, { headers: multipart });
    expect(reply.headers['x-monago-pii-detected']).toBeUndefined();
    expect(reply.headers['x-monago-audit-id']).toMatch(/^aud_/);
  });

  test('a form without a readable model is audited as unknown', async () => {
    scriptTranscript();
    await site.post('/v1/audio/translations', form({}), { headers: multipart });
    const intent = await site.lastEntry('ai.request.intent');
    expect(intent).toMatchObject({ api: 'audio.translations', model_requested: 'unknown' });
  });

  test('415: JSON', async () => {
    const reply = await site.post('/v1/audio/transcriptions', '{}');
    expect([reply.status, errorOf(reply).code]).toEqual([415, 'unsupported_media_type']);
    expect(errorOf(reply).message).toContain('multipart/form-data');
  });
});

test('the prompt of a picture is inspected like any other text', async () => {
  scriptTranscript();
  const body = JSON.stringify({ model: 'gpt-image-1-mini', prompt: 'a card 4111111111111111' });
  const reply = await site.post('/v1/images/generations', body);
  expect(reply.headers['x-monago-pii-detected']).toBe('true');
});
