import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventStreamType, exceptionFrame } from '../../emulator/event-stream/event-frame.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';

let site: GatewaySite;

beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'bedrock', 'anthropic'] });
});
afterAll(() => site.close());

const chat = (model: string) =>
  site.post(
    '/v1/chat/completions',
    JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
  );

describe('a fault before the first event of a translated stream has its own status', () => {
  test.each([
    ['throttlingException', 429, 'rate_limited'],
    ['serviceUnavailableException', 503, 'upstream_error'],
    ['validationException', 400, 'upstream_error'],
  ] as const)('Bedrock: %s is %i', async (exception, status, code) => {
    site.control.bedrock.script({
      replay: {
        status: 200,
        headers: { 'content-type': eventStreamType },
        body: exceptionFrame(exception, { message: 'Please wait' }),
      },
    });
    const reply = await chat('us.anthropic.claude-sonnet-4-5-20250929-v1:0');
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toContain('application/json');
    expect(errorOf(reply)).toMatchObject({ message: expect.stringContaining('Please wait'), code });
    const outcome = await site.lastEntry('ai.request.outcome');
    expect(outcome).toMatchObject({ status: 'provider_error', http: status, upstream_http: 200 });
  });

  test("Anthropic: an overload is 503 to OpenAI's clients", async () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    site.control.anthropic.script({
      replay: {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: `event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`,
      },
    });
    const reply = await chat('claude-sonnet-4-5');
    expect([reply.status, errorOf(reply).message]).toEqual([503, 'Overloaded']);
  });
});
