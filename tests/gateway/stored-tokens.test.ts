import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { answers } from './hand-made-answers.ts';
import { call } from './http-call.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({ ports: policies.in });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.set('name: hide\neffect: {tokenise: {types: [EMAIL]}}');
  site.emulator.reset();
});

const ask = (input: unknown, more = {}) =>
  site.post('/v1/responses', JSON.stringify({ model: 'gpt-5-mini', input, ...more }));
const lastInput = () => JSON.parse(String(site.emulator.requests.at(-1)?.body)).input;

/** The provider has earlier turns, in which `<EMAIL_1>` is somebody else. */
async function firstTurn(): Promise<string> {
  const reply = await ask('Write to ana@example.com');
  expect(lastInput()).toBe('Write to <EMAIL_1>');
  return JSON.parse(reply.body.toString()).id;
}

test('a token of an earlier turn is never taken for a value of the next one', async () => {
  const previous_response_id = await firstTurn();
  const answer = answers.responses(false);
  const text = 'I wrote to <EMAIL_1>.';
  const content = [{ type: 'output_text', text, annotations: [] }];
  const output = [{ id: 'msg_2', type: 'message', role: 'assistant', content }];
  site.emulator.script({
    replay: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ ...answer, output })),
    },
  });
  const reply = await ask('And to bob@example.com', { previous_response_id });
  expect(lastInput()).toMatch(/^And to EMAIL_[a-z2-7]{10}$/);
  expect(JSON.parse(reply.body.toString()).output[0].content[0].text).toBe(text);
});

test('nor where a stored item is referred to', async () => {
  const id = await firstTurn();
  await ask([
    { type: 'item_reference', id },
    { role: 'user', content: 'bob@example.com' },
  ]);
  expect(lastInput()[1].content).toMatch(/^EMAIL_[a-z2-7]{10}$/);
});

test('an answer that the provider has kept passes no policy by what it was asked with', async () => {
  const id = await firstTurn();
  const leaking = { ...answers.responses(false), id, note: 'NIK 3171234506780001' };
  const get = async (policy: string) => {
    policies.set(policy);
    site.emulator.reset();
    site.emulator.script({
      replay: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(leaking)),
      },
    });
    const headers = { authorization: `Bearer ${site.token}` };
    return (await call(`${site.url}/v1/responses/${id}`, { method: 'GET', headers })).status;
  };
  const about = (condition: string) =>
    `name: no-leak\nphase: response\n${condition}\nwhen: response.pii.count("NIK") > 0\neffect: deny`;
  expect(await get(about('match: {model: ["gpt-5*"]}'))).toBe(400);
  expect(await get(about('unless: pii.count("NIK") > 0'))).toBe(400);
  expect(await get(about('match: {provider: anthropic}'))).toBe(200);
  expect(await get('name: models\nmatch: {model: [o3]}\neffect: deny')).toBe(200);
});

test.each([
  '<email_1>',
  '<EMAIL\\u005f1>',
  '<EMAIL\\_1>',
  '%3CEMAIL_1%3E',
  '&lt;EMAIL_1&gt;',
  '\\u003cEMAIL_1\\u003e',
])('what the client writes like a token comes back as it was: %s', async (written) => {
  await ask(`Repeat ${written} and ana@example.com`);
  const sent: string = lastInput();
  expect(sent).toBe(`Repeat ${written} and <EMAIL_2>`);
});

test('its own value comes back all the same', async () => {
  const previous_response_id = await firstTurn();
  const reply = await ask('Repeat: bob@example.com', {
    previous_response_id,
    instructions: 'bob@example.com',
  });
  expect(JSON.parse(reply.body.toString()).instructions).toBe('bob@example.com');
});
