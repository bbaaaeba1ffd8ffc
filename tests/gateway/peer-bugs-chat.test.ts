import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Replay } from '../../emulator/server/fault.ts';
import { answeredWith, at, textAt } from './client-events.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { framed } from './provider-answers.ts';
import { type Api, question } from './questions.ts';
import { PoliciesOfTest } from './with-policies.ts';

// Corners of streamed chat completions in which something hidden could get out, or something said could get lost.

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: policies.in,
  });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  for (const provider of [site.emulator, site.control.anthropic, site.control.bedrock])
    provider.reset();
});

const hide =
  'name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: [EMAIL], style: redact}}';
const tokenise = 'name: hide\neffect: {tokenise: {types: [EMAIL]}}';
const deny =
  'name: no-mail\nphase: [response, stream]\nwhen: response.pii.count("EMAIL") > 0\neffect: deny';
const bob = 'bob@example.com';
const outcome = () => site.lastEntry('ai.request.outcome');

const answered = (api: Api, replay: Replay, text?: string) =>
  answeredWith(site, api, { replay, text });

const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o' };
const delta = (given: object, more: object = {}) => ({
  ...chunk,
  choices: [{ index: 0, delta: given, finish_reason: null, ...more }],
});
const finish = delta({}, { finish_reason: 'stop' });
describe('chat', () => {
  test('the rest of a call that came in one piece does not begin the call again', async () => {
    policies.set(hide);
    const called = { name: 'send', arguments: `{"to":"${bob}","say":"ca` };
    const first = { index: 0, id: 'call_1', type: 'function', function: called };
    const { told, text } = await answered(
      'chat',
      framed('chat', [
        delta({ role: 'assistant', content: null, tool_calls: [first] }),
        delta({ tool_calls: [{ index: 0, function: { arguments: 'll"}' } }] }),
        delta({}, { finish_reason: 'tool_calls' }),
      ]),
    );
    expect(JSON.parse(text)).toEqual({ to: '[EMAIL]', say: 'call' });
    expect(told.split('"name"')).toHaveLength(2);
    const alone = { ...first, function: { name: 'send', arguments: '{"to":"x","say":"call"}' } };
    const whole = await answered(
      'chat',
      framed('chat', [
        delta({ role: 'assistant', content: null, tool_calls: [alone] }),
        delta({}, { finish_reason: 'tool_calls' }),
      ]),
    );
    expect(JSON.parse(whole.text)).toEqual({ to: 'x', say: 'call' });
    expect(whole.told.split('"name"')).toHaveLength(2);
    expect(whole.told.split('"role"')).toHaveLength(2);
  });

  test('a chunk without choices in the middle ends nothing', async () => {
    policies.set(hide);
    const usage = { ...chunk, choices: [] };
    const { text } = await answered(
      'chat',
      framed('chat', [
        delta({ content: 'One bo' }),
        usage,
        delta({ content: 'b@example.com and tw' }),
        usage,
        delta({ content: 'o' }),
        finish,
      ]),
    );
    expect(text).toBe('One [EMAIL] and two');
  });

  test('what comes after the finish of a choice gets through', async () => {
    policies.set(hide);
    const { text } = await answered(
      'chat',
      framed('chat', [delta({ content: 'One' }), finish, delta({ content: ' and two' })]),
    );
    expect(text).toBe('One and two');
  });

  test('every choice is governed for itself', async () => {
    policies.set(hide, tokenise);
    const choice = (index: number, content: string, finish_reason: string | null = null) => ({
      ...chunk,
      choices: [{ index, delta: { content }, finish_reason }],
    });
    const { events } = await answered(
      'chat',
      framed('chat', [
        choice(0, 'To bob@'),
        choice(1, 'Or <EMA'),
        choice(0, 'example.com'),
        choice(1, 'IL_1>'),
        choice(1, '', 'stop'),
        choice(0, ' now'),
        choice(0, '', 'stop'),
      ]),
      'ana@example.com',
    );
    const of = (index: number) =>
      events
        .filter((event) => at(event, 'choices', 0, 'index') === index)
        .map((event) => textAt(event, 'choices', 0, 'delta', 'content'))
        .join('');
    expect([of(0), of(1)]).toEqual(['To [EMAIL] now', 'Or ana@example.com']);
  });

  test('probabilities of a text that was changed are left out', async () => {
    policies.set(hide);
    const logprobs = { content: [{ token: bob, logprob: -0.1, bytes: null, top_logprobs: [] }] };
    const events = [delta({ content: bob }, { logprobs }), finish];
    expect((await answered('chat', framed('chat', events))).told).not.toContain(bob);
  });

  test('what the model says aloud is read in its transcript', async () => {
    policies.set(hide);
    const spoken = ['bob@exam', 'ple.com'].map((transcript) =>
      delta({ audio: { id: 'a', transcript } }),
    );
    const { told } = await answered('chat', framed('chat', [...spoken, finish]));
    expect(told).not.toContain('exam');
    expect(told).toContain('[EMAIL]');
  });

  test('members that nobody has heard of are read too', async () => {
    policies.set(deny);
    const events = [delta({ new_kind_of_words: [{ say: bob }] }), finish];
    const { told, reply } = await answered('chat', framed('chat', events));
    expect(told + reply.body).not.toContain(bob);
    expect(await outcome()).toMatchObject({ error: 'pii_blocked' });
  });

  test('usage, the reason for the end and the mark of it still arrive', async () => {
    policies.set(hide, tokenise);
    const usage = { ...chunk, choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } };
    const replay = framed('chat', [delta({ content: bob }), finish, usage]);
    site.emulator.script({ replay });
    const { path, body } = question('chat', 'ana@example.com');
    const asked = { ...JSON.parse(body), stream_options: { include_usage: true } };
    const reply = await site.post(path, JSON.stringify(asked));
    const text = reply.body.toString();
    expect(text).toContain('"finish_reason":"stop"');
    expect(text).toContain('"completion_tokens":4');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(await outcome()).toMatchObject({ usage: { source: 'provider', input: 3, output: 4 } });
  });

  test('an answer that opens more lanes than any model does is ended', async () => {
    policies.set(hide);
    const calls = Array.from({ length: 70 }, (_, index) =>
      delta({ tool_calls: [{ index, id: `c${index}`, function: { name: 'f', arguments: '{}' } }] }),
    );
    const { told } = await answered('chat', framed('chat', [...calls, finish]));
    expect(told).not.toContain('"c69"');
    expect(await outcome()).toMatchObject({ error: 'policy_blocked' });
  });

  test('an event that nobody can read does not get through', async () => {
    policies.set(hide);
    const replay = framed('chat', [delta({ content: 'Hello' })]);
    const body = `data: ${bob}\n\ndata:  {"choices":[{"index":0,"delta":{"content":"${bob}"}}]}\n\n${replay.body}`;
    const { reply } = await answered('chat', { ...replay, body });
    expect(reply.body.toString()).not.toContain(bob);
  });
});
