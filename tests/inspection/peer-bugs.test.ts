import { describe, expect, test } from 'vitest';
import { nameTagger } from '../../src/domain/inspection/names/name-tagger.ts';
import { packsOf } from '../../src/domain/inspection/packs/packs.ts';
import { compilePlan } from '../../src/domain/inspection/scan/plan.ts';
import { scanText } from '../../src/domain/inspection/scan/scan-text.ts';
import { LaneRestorer } from '../../src/domain/inspection/stream/lane-restorer.ts';
import { type LaneGuard, LaneScanner } from '../../src/domain/inspection/stream/lane-scanner.ts';
import { LaneWatcher } from '../../src/domain/inspection/stream/lane-watcher.ts';
import { Lanes } from '../../src/domain/inspection/stream/lanes.ts';
import { applyEdits, shiftSpan } from '../../src/domain/inspection/tokens/edits.ts';
import { hideMatches } from '../../src/domain/inspection/tokens/hide-matches.ts';
import { restoreJsonText, restoreText } from '../../src/domain/inspection/tokens/restore.ts';
import { Vault } from '../../src/domain/inspection/tokens/vault.ts';

/** What other gateways got wrong where they hide and restore personal data, each of it as a test of ours. */
const plan = compilePlan({
  packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']),
  nameTagger: nameTagger(),
});
const scan = (text: string) => scanText(text, plan);
const scanStructured = (text: string) => scan(text).filter(({ type }) => type !== 'PERSON');

function tokenised(vault: Vault, text: string): string {
  return hideMatches(text, scan(text), { how: () => 'tokenise', vault }).text;
}

function redacting(): LaneGuard {
  const vault = new Vault({ format: 'angle' });
  return {
    concerns: () => true,
    hide: (text, matches) => hideMatches(text, matches, { how: () => 'redact', vault }).edits,
  };
}

const angle = () => new Vault({ format: 'angle' });
const pieces = (text: string, length: number) =>
  text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];

describe('restoring', () => {
  test('reaches the arguments of tool calls as well as the text, whole or streamed', () => {
    const vault = angle();
    const token = vault.tokenFor('PERSON', 'Siti "Ani" Rahayu');
    const text = new LaneRestorer('text', { vault });
    const tool = new LaneRestorer('json', { vault });
    const said = `Mail ${token}.`;
    const asked = `{"to":"${token}","cc":[${token}]}`;
    const streamed = (lane: LaneRestorer, written: string) =>
      pieces(written, 2)
        .map((delta) => lane.push(delta))
        .join('') + lane.flush();
    expect(streamed(text, said)).toBe('Mail Siti "Ani" Rahayu.');
    expect(JSON.parse(streamed(tool, asked))).toEqual({
      to: 'Siti "Ani" Rahayu',
      cc: ['Siti "Ani" Rahayu'],
    });
    // What an event at the end says again in one piece is what the pieces said.
    expect(restoreText(said, { vault }).text).toBe('Mail Siti "Ani" Rahayu.');
    expect(restoreJsonText(asked, { vault }).text).toBe(
      JSON.stringify({ to: 'Siti "Ani" Rahayu', cc: ['Siti "Ani" Rahayu'] }),
    );
  });

  test('gives each person of several messages back as themselves', () => {
    const vault = angle();
    const messages = [
      'Write to ana@example.com.',
      'Copy budi@example.com.',
      'Not ana@example.com, citra@example.com.',
    ];
    const sent = messages.map((message) => tokenised(vault, message));
    expect(sent).toEqual(['Write to <EMAIL_1>.', 'Copy <EMAIL_2>.', 'Not <EMAIL_1>, <EMAIL_3>.']);
    expect(sent.map((message) => restoreText(message, { vault }).text)).toEqual(messages);
  });

  test('tells tokens apart that begin alike', () => {
    const vault = angle();
    for (let number = 1; number <= 11; number += 1) vault.tokenFor('PERSON', `Name ${number}.`);
    const text = '<PERSON_1><PERSON_11><PERSON_10>';
    for (let length = 1; length <= text.length; length += 1) {
      const lane = new LaneRestorer('text', { vault });
      const restored =
        pieces(text, length)
          .map((delta) => lane.push(delta))
          .join('') + lane.flush();
      expect(restored).toBe('Name 1.Name 11.Name 10.');
    }
  });

  test('never uses values of another turn or another request', () => {
    const [first, second] = [angle(), angle()];
    first.tokenFor('PERSON', 'Ana');
    second.tokenFor('EMAIL', 'budi@example.com');
    const restored = restoreText('<PERSON_1> <EMAIL_1>', { vault: second });
    expect(restored).toMatchObject({ text: '<PERSON_1> budi@example.com', unknownTokens: 1 });
  });

  test('works in a later request for tokens that are made of the value, and only for the same key', () => {
    const codeOf = (key: string) => (type: string, value: string) => {
      const sum = [...`${key}${type}${value}`].reduce(
        (total, sign) => (total * 31 + sign.charCodeAt(0)) % 2 ** 40,
        7,
      );
      return sum.toString(32).padStart(10, 'q').slice(-10);
    };
    const vaultOf = (key: string) => new Vault({ format: 'stable', codeOf: codeOf(key) });
    const [earlier, later, stranger] = [vaultOf('a'), vaultOf('a'), vaultOf('b')];
    earlier.tokenFor('PERSON', 'Citra');
    const quoted = earlier.tokenFor('PERSON', 'Budi');
    later.tokenFor('PERSON', 'Budi');
    stranger.tokenFor('PERSON', 'Budi');
    expect(restoreText(`Ask ${quoted} again`, { vault: later }).text).toBe('Ask Budi again');
    expect(restoreText(`Ask ${quoted} again`, { vault: stranger }).text).toBe(
      `Ask ${quoted} again`,
    );
  });

  test('holds an open bracket back by characters and lets it go, whatever follows', () => {
    for (const format of ['angle', 'bracket'] as const) {
      const vault = new Vault({ format });
      vault.tokenFor('PERSON', 'Ana');
      const lane = new LaneRestorer('text', { vault });
      const text = `${format === 'angle' ? '<' : '[['}PERSON_${'1'.repeat(60)} and more`;
      let restored = '';
      for (const sign of text) {
        restored += lane.push(sign);
        expect(lane.heldLength).toBeLessThan(40);
      }
      expect(restored + lane.flush()).toBe(text);
    }
  });

  test('moves what points into the text, such as citations', () => {
    const vault = angle();
    const text = `Says ${vault.tokenFor('PERSON', 'Budi Santoso')} [1]`;
    const restored = restoreText(text, { vault });
    const at = text.indexOf('[1]');
    const { start, end } = shiftSpan(restored.edits, { start: at, end: at + 3 });
    expect(restored.text.slice(start, end)).toBe('[1]');
  });

  test('is no leak: a lane is scanned as the model wrote it and restored after that', () => {
    const vault = angle();
    const token = vault.tokenFor('EMAIL', 'ana@example.com');
    const scanner = new LaneScanner({ content: 'text', scan, guard: redacting() });
    const restorer = new LaneRestorer('text', { vault });
    const released = [
      ...pieces(`Wrote to ${token} and to eve@example.net.`, 4).map((delta) => scanner.push(delta)),
      scanner.flush(),
    ];
    const sent = released.map(({ text }) => restorer.push(text)).join('') + restorer.flush();
    expect(sent).toBe('Wrote to ana@example.com and to [EMAIL].');
    expect(released.flatMap(({ matches }) => matches.map(({ type }) => type))).toEqual(['EMAIL']);
  });
});

describe('hiding', () => {
  test('replaces by offsets of the text as it was, not as it becomes', () => {
    const vault = angle();
    const text = 'a@example.com, 4111 1111 1111 1111, b@example.com, a@example.com';
    const { edits, text: hidden } = hideMatches(text, scanStructured(text), {
      how: () => 'tokenise',
      vault,
    });
    expect(hidden).toBe('<EMAIL_1>, <CREDIT_CARD_1>, <EMAIL_2>, <EMAIL_1>');
    expect(edits.map(({ start, end }) => text.slice(start, end))).toEqual(text.split(', '));
    expect(applyEdits(text, edits)).toBe(hidden);
  });

  test('leaves every byte where findings are only to be reported', () => {
    const text = 'Write to ana@example.com,\r\n  or +65 8123 4567\u00a0soon. \u{1f600} \ud800';
    const watcher = new LaneWatcher(scan);
    const found = [...pieces(text, 3).flatMap((delta) => watcher.push(delta)), ...watcher.flush()];
    expect(found).toEqual(scan(text));
    const idle: LaneGuard = { concerns: () => false, hide: () => [] };
    const lane = new LaneScanner({ content: 'text', scan, guard: idle });
    const sent = [...pieces(text, 3).map((delta) => lane.push(delta)), lane.flush()];
    expect(sent.map((part) => part.text).join('')).toBe(text);
  });

  test('finds what a chunk boundary splits, wherever it falls', () => {
    const secret = `sk-proj-${'aB3dE5gH7jK9mN1pQ3sT'.repeat(3)}`;
    const text = `Use ${secret} or mail ana.wijaya@example.co.id, please do it today.`;
    const whole = hideMatches(text, scan(text), { how: () => 'redact', vault: angle() }).text;
    expect(whole).not.toContain(secret.slice(0, 20));
    for (let at = 1; at < text.length; at += 1) {
      const lane = new LaneScanner({ content: 'text', scan, guard: redacting() });
      const sent = [lane.push(text.slice(0, at)), lane.push(text.slice(at)), lane.flush()];
      expect(sent.map((part) => part.text).join('')).toBe(whole);
    }
  });

  test('lets the first words of an answer out long before the last', () => {
    const lane = new LaneScanner({ content: 'text', scan, guard: redacting() });
    const answer =
      'Of course: here is what the report says about the harbour and its old lighthouse. '.repeat(
        20,
      );
    let pushed = 0;
    let sent = 0;
    for (const delta of pieces(answer, 5)) {
      pushed += delta.length;
      sent += lane.push(delta).text.length;
      expect(pushed - sent).toBeLessThanOrEqual(128);
    }
  });

  test('releases no part of the arguments of a tool before they are judged', () => {
    const lane = new LaneScanner({ content: 'json', scan, guard: redacting() });
    const card = '4111111111111111';
    const sent = pieces(`{"amount":20,"card":"${card}"}`, 1).map((delta) => lane.push(delta).text);
    expect(sent.join('') + lane.flush().text).toBe('{"amount":20,"card":"[CREDIT_CARD]"}');
    expect(sent.join('')).not.toContain('4111');
  });

  test('lets nothing through when a scan fails', () => {
    const lane = new LaneScanner({
      content: 'text',
      scan: () => {
        throw new RangeError('broken');
      },
      guard: redacting(),
    });
    expect(() => lane.push('Write to ana@example.com, please, and do it soon.')).toThrow(
      RangeError,
    );
    expect(() => lane.flush()).toThrow(RangeError);
  });

  test('never mixes what two choices or two tool calls write at the same time', () => {
    const lanes = new Lanes(() => new LaneScanner({ content: 'text', scan, guard: redacting() }));
    const texts = ['Mail ana@example.com today.', 'Mail budi@example.com today.'];
    const deltas = pieces('0'.repeat(40), 3).flatMap((_, at) =>
      texts.map((text, choice) => ({ choice, delta: text.slice(at * 3, at * 3 + 3) })),
    );
    const sent = ['', ''];
    for (const { choice, delta } of deltas) {
      const lane = lanes.lane({ choice, kind: 'text', index: 0 });
      sent[choice] += lane === 'too_many' ? lane : lane.push(delta).text;
    }
    for (const { key, lane } of lanes.all()) sent[key.choice] += lane.flush().text;
    expect(sent).toEqual(['Mail [EMAIL] today.', 'Mail [EMAIL] today.']);
  });
});
