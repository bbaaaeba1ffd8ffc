import { describe, expect, test } from 'vitest';
import { nameTagger } from '../names/name-tagger.ts';
import { packsOf } from '../packs/packs.ts';
import { compilePlan } from '../scan/plan.ts';
import type { ScanState } from '../scan/scan-state.ts';
import { scanText } from '../scan/scan-text.ts';
import { hideMatches } from '../tokens/hide-matches.ts';
import { Vault } from '../tokens/vault.ts';
import { type LaneGuard, LaneScanner, type Released } from './lane-scanner.ts';
import { LaneWatcher } from './lane-watcher.ts';

const plan = compilePlan({
  packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']),
  nameTagger: nameTagger(),
});
const scan = (text: string, state?: ScanState) => scanText(text, plan, state);

/** Redacts some types and minds no others. */
function redacting(...types: readonly string[]): LaneGuard {
  const vault = new Vault({ format: 'angle' });
  return {
    concerns: ({ type }) => types.includes(type),
    hide: (text, matches) => hideMatches(text, matches, { how: () => 'redact', vault }).edits,
  };
}

function pieces(text: string, length: number): readonly string[] {
  return text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
}

function run(lane: LaneScanner, deltas: readonly string[]) {
  const released: Released[] = [...deltas.map((delta) => lane.push(delta)), lane.flush()];
  return {
    text: released.map(({ text }) => text).join(''),
    matches: released.flatMap(({ matches }) => matches),
    edits: released.flatMap(({ edits }) => edits),
    isUnbounded: released.some(({ isUnbounded }) => isUnbounded),
  };
}

const drawn = (length: number) =>
  'Zm9vQmFyMDEyMzQ1Njc4OWFiY2RlZg'.repeat(length / 30 + 1).slice(0, length);

describe('a lane that is scanned', () => {
  const prose = 'The rain kept on through the afternoon and nobody minded it at all. '.repeat(8);

  test('lets prose through with a few words held back', () => {
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('EMAIL') });
    let sent = 0;
    for (let at = 0; at < prose.length; at += 4) {
      sent += lane.push(prose.slice(at, at + 4)).text.length;
      expect(at + 4 - sent).toBeLessThanOrEqual(40);
    }
    expect(sent + lane.flush().text.length).toBe(prose.length);
  });

  test.each([1, 3, 7, 1_000])('hides what comes in pieces of %i', (length) => {
    const text =
      'Write to siti.rahayu@example.co.id, or pay with 4111 1111 1111 1111 today. Thanks.';
    const lane = new LaneScanner({
      content: 'text',
      scan,
      guard: redacting('EMAIL', 'CREDIT_CARD'),
    });
    const result = run(lane, pieces(text, length));
    expect(result.text).toBe('Write to [EMAIL], or pay with [CREDIT_CARD] today. Thanks.');
    expect(result.matches.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
      ['EMAIL', 'siti.rahayu@example.co.id'],
      ['CREDIT_CARD', '4111 1111 1111 1111'],
    ]);
    expect(result.edits.map(({ start, end }) => text.slice(start, end))).toEqual([
      'siti.rahayu@example.co.id',
      '4111 1111 1111 1111',
    ]);
  });

  test('waits for the word behind a number that tells what it is', () => {
    const text =
      'It is 3171234567890123 as his NIK says, and that is all there is to it for today.';
    const whole = scan(text).map(({ type }) => type);
    expect(
      run(
        new LaneScanner({ content: 'text', scan, guard: redacting('NIK') }),
        pieces(text, 1),
      ).matches.map(({ type }) => type),
    ).toEqual(whole);
  });

  test('knows a value again that a word told long before', () => {
    const text = `Passport number K6307477. ${prose}He lost K6307477 on the way home, he said.`;
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('PASSPORT') });
    const result = run(lane, pieces(text, 5));
    expect(result.matches.filter(({ type }) => type === 'PASSPORT')).toHaveLength(2);
    expect(result.text).not.toContain('K6307477');
  });

  test('keeps the columns of a table labelled that it began with', () => {
    const rows = Array.from({ length: 40 }, (_, at) => `row ${at},${81_234_567 + at},yes`);
    const text = ['name,phone number,active', ...rows].join('\n');
    const whole = scan(text);
    expect(whole.filter(({ type }) => type === 'PHONE').length).toBeGreaterThan(30);
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('PHONE') });
    expect(run(lane, pieces(text, 6)).matches).toEqual(whole);
  });

  test('holds a private key until it is whole, however it is cut', () => {
    const lines = Array.from({ length: 24 }, () => drawn(64));
    const key = ['-----BEGIN RSA PRIVATE KEY-----', ...lines, '-----END RSA PRIVATE KEY-----'].join(
      '\n',
    );
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('SECRET') });
    const result = run(lane, pieces(`Use this:\n${key}\nand keep it safe.`, 9));
    expect(result).toMatchObject({
      text: 'Use this:\n[SECRET]\nand keep it safe.',
      isUnbounded: false,
    });
  });

  test('holds a signed token until it is whole', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: drawn(300), iat: 1 })}.${drawn(342)}`;
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('SECRET') });
    const result = run(lane, pieces(`Bearer ${token} was used.`, 11));
    expect(result).toMatchObject({ text: 'Bearer [SECRET] was used.', isUnbounded: false });
  });

  test.each([
    ['a value in quotation marks', `{"client_secret": "${drawn(180)}"}`, drawn(180)],
    [
      'a password in an address',
      `postgres://app:${drawn(160)}@db.internal:5432/orders`,
      drawn(160),
    ],
    ['a token that is told by its length', `v1.0-${drawn(160)} is the key.`, `v1.0-${drawn(160)}`],
    ['a key beside a word', `API_TOKEN=${drawn(190)} and more`, drawn(190)],
  ])('lets nothing out of a secret that is longer than what is held: %s', (_, text, secret) => {
    expect(scan(text).some(({ start, end }) => text.slice(start, end) === secret)).toBe(true);
    for (const length of [1, 7, 50]) {
      const lane = new LaneScanner({ content: 'text', scan, guard: redacting('SECRET') });
      const result = run(lane, pieces(`Here it is: ${text}`, length));
      expect(result.text).toBe(`Here it is: ${text.replace(secret, '[SECRET]')}`);
      expect(result.isUnbounded).toBe(false);
    }
  });

  test('ends the answer when what was let out turns out to be the beginning of a secret', () => {
    const encoded = Buffer.from(`${'All is well. '.repeat(40)}Write to ana@example.com.`).toString(
      'base64',
    );
    expect(scan(encoded).map(({ type }) => type)).toEqual(['EMAIL']);
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('EMAIL') });
    const result = run(lane, pieces(`${encoded} and more`, 10));
    expect(result.isUnbounded).toBe(true);
    expect(Buffer.from(result.text, 'base64').toString()).not.toContain('ana');
  });

  test('asks to be stopped when a secret is longer than it may hold, and lets nothing of it out', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${`${drawn(64)}\n`.repeat(100)}`;
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('SECRET') });
    const result = run(lane, pieces(`Here: ${key}`, 40));
    expect(result).toMatchObject({ text: 'Here: ', isUnbounded: true });
  });

  test('lets through what is long and no secret, with 128 characters held back at most', () => {
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('SECRET') });
    const text = `See https://example.com/${'a/'.repeat(400)} and 1 ${'2 '.repeat(300)}`;
    let sent = '';
    for (const delta of pieces(text, 10)) {
      sent += lane.push(delta).text;
      expect(lane.heldLength).toBeLessThanOrEqual(128);
    }
    expect(sent + lane.flush().text).toBe(text);
  });

  test('keeps the arguments of a tool a JSON text', () => {
    const text = '{"to":"ana@example.com","card":4111111111111111,"note":"hi"}';
    const lane = new LaneScanner({
      content: 'json',
      scan,
      guard: redacting('EMAIL', 'CREDIT_CARD'),
    });
    expect(run(lane, pieces(text, 3)).text).toBe(
      '{"to":"[EMAIL]","card":"[CREDIT_CARD]","note":"hi"}',
    );
  });

  test('does not hold scripts without spaces', () => {
    const text = '今日はとても良い天気ですね。'.repeat(20);
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting('EMAIL') });
    for (const delta of pieces(text, 2)) {
      lane.push(delta);
      expect(lane.heldLength).toBeLessThanOrEqual(8);
    }
  });
});

describe('a lane that is watched', () => {
  test('reports what a scan of the whole text finds', () => {
    const text = Array.from(
      { length: 60 },
      (_, at) =>
        `Order ${at}: write to user${at}@example.com or call +65 8123 45${10 + (at % 90)}, please.\n`,
    ).join('');
    const watcher = new LaneWatcher(scan);
    const found = [...pieces(text, 7).flatMap((delta) => watcher.push(delta)), ...watcher.flush()];
    expect(found).toEqual(scan(text));
    expect(found.length).toBeGreaterThan(100);
  });
});
