import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const told = 'claude-sonnet-4-5-20250929';
const request = {
  model,
  max_tokens: 2_000,
  thinking: { type: 'enabled', budget_tokens: 1_024 },
  messages: [{ role: 'user', content: 'Hello' }],
};

describe('Claude at Bedrock, asked as Anthropic is', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['bedrock'] });
  });
  beforeEach(() => site.control.bedrock.reset());
  afterAll(() => site.close());

  const ask = (changes = {}) =>
    site.post('/v1/messages', JSON.stringify({ ...request, ...changes }), {
      headers: { 'anthropic-version': '2023-06-01' },
    });
  const lastOutcome = () => site.lastEntry('ai.request.outcome');

  test('answers by the name that was asked for; the log has the name that Bedrock gave', async () => {
    const reply = await ask();
    const { model: named, content, usage } = JSON.parse(reply.body.toString());
    expect(named).toBe(model);
    expect(content).toMatchObject([{ type: 'thinking' }, { type: 'text', text: 'Echo: Hello' }]);
    expect(await lastOutcome()).toMatchObject({
      status: 'ok',
      model_used: told,
      usage: { source: 'provider', input: usage.input_tokens, output: usage.output_tokens },
    });
  });

  test('streams by the name that was asked for; the log has the name that Bedrock gave', async () => {
    const reply = await ask({ stream: true });
    const events = [...reply.body.toString().matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
      JSON.parse(data),
    );
    expect(events[0]).toMatchObject({ type: 'message_start', message: { model, content: [] } });
    expect(events.at(-1)).toEqual({ type: 'message_stop' });
    expect(await lastOutcome()).toMatchObject({
      status: 'ok',
      model_used: told,
      usage: { source: 'provider' },
    });
  });

  test.each(['no JSON', '[]', '{"type":'])('does not pass %j on as an answer', async (body) => {
    const headers = { 'content-type': 'application/json' };
    site.control.bedrock.script({ replay: { status: 200, headers, body } });
    const reply = await ask();
    expect(reply.status).toBe(502);
    expect(errorOf(reply)).toMatchObject({ type: 'api_error' });
  });
});
