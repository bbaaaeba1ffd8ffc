import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { answers, framedStream, requests } from './hand-made-answers.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();
type Part = 'scan' | 'findInjection' | 'openFrom';
/** The detector that throws at any text that holds the word. */
let broken: Part | undefined;
const word = 'kaboom';

function refuse(part: Part, text: string): void {
  if (broken === part && text.includes(word)) throw new Error('broken');
}

beforeAll(async () => {
  site = await openGatewaySite({
    ports: (ports) => {
      const { detectorsFor } = ports;
      return policies.in({
        ...ports,
        detectorsFor: (settings) => {
          const detectors = detectorsFor(settings);
          return {
            scan: (text, ...more) => {
              refuse('scan', text);
              return detectors.scan(text, ...more);
            },
            findInjection: (text, role) => {
              refuse('findInjection', text);
              return detectors.findInjection(text, role);
            },
            openFrom: (text) => {
              refuse('openFrom', text);
              return detectors.openFrom?.(text) ?? text.length;
            },
          };
        },
      });
    },
  });
});
afterAll(() => site.close());
beforeEach(() => {
  broken = undefined;
  policies.clear();
  site.emulator.reset();
});

const [head, tail] = [word.slice(0, 3), word.slice(3)];
const user = (content: unknown) => ({ messages: [{ role: 'user', content }] });
const parts = [head, tail].map((text) => ({ type: 'text', text }));

describe('a request passes by no detector that breaks', () => {
  test.each([
    ['in its text', 'scan', user(word), {}],
    ['in looking for an attack', 'findInjection', user(word), {}],
    ['where two parts of a text meet', 'scan', user(parts), {}],
    ['in looking for an attack there', 'findInjection', user(parts), {}],
    ['in the name of a member', 'scan', { ...user('a'), [`${word} 1`]: 1 }, {}],
    ['in a header', 'scan', user('a'), { 'openai-beta': `a ${word} b` }],
  ] as const)('%s', async (...[, part, body, headers]) => {
    broken = part;
    policies.set('name: allow-all\npriority: 100\neffect: allow');
    const reply = await site.chat(body, { headers });
    expect([reply.status, JSON.parse(reply.body.toString()).error.code]).toEqual([
      400,
      'policy_blocked',
    ]);
    expect(site.emulator.requests).toEqual([]);
  });
});

const chunk = (delta: object) => ({
  ...Object(answers.chat(true)[0]),
  choices: [{ index: 0, finish_reason: null, delta }],
});

function answered(body: Buffer, type: string, stream: boolean) {
  site.emulator.script({ replay: { status: 200, headers: { 'content-type': type }, body } });
  const { path, body: request } = requests.chat(stream);
  return site.post(path, JSON.stringify(request));
}

describe('an answer under policy passes by no detector that breaks', () => {
  const enforce =
    'name: hide-answer\nphase: [response, stream]\neffect: {redact: {types: [EMAIL]}}';

  test.each(['scan', 'findInjection'] as const)('as a whole: %s', async (part) => {
    policies.set(enforce);
    broken = part;
    const message = { role: 'assistant', content: `say ${word}` };
    const answer = { ...answers.chat(false), choices: [{ index: 0, message }] };
    const reply = await answered(Buffer.from(JSON.stringify(answer)), 'application/json', false);
    expect([reply.status, reply.body.includes(word)]).toEqual([400, false]);
  });

  test.each([
    ['in a text', 'scan', [head, tail].map((content) => chunk({ content }))],
    [
      'at the end of what may go on',
      'openFrom',
      [chunk({ content: `${word}${' word'.repeat(60)}` })],
    ],
    ['in what comes piece by piece', 'scan', [head, tail].map((note) => chunk({ note }))],
  ] as const)('as a stream: %s', async (_, part, pieces) => {
    policies.set(enforce);
    broken = part;
    const events = [...pieces, chunk({ content: ' and then much more' })];
    const reply = await answered(framedStream('chat', events), 'text/event-stream', true);
    expect(reply.body.toString()).not.toContain(tail);
    expect(reply.body.toString()).not.toContain('much more');
    expect(await site.lastEntry('ai.request.outcome')).toMatchObject({ error: 'policy_blocked' });
  });
});
