import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { KeyringError, parseKeyring } from './keyring.ts';

const line = (kid: string, key = randomBytes(32)) => `${kid}:${key.toString('base64')}`;

describe('a keyring file', () => {
  test('has its first key active', () => {
    const keyring = parseKeyring(`# keys of node one\n${line('b')}\n\n${line('a')}\n`);
    expect(keyring.active.kid).toBe('b');
    expect(keyring.keys.map(({ kid }) => kid)).toEqual(['b', 'a']);
  });

  test('may mark another key active', () => {
    expect(parseKeyring(`${line('old')}\n*${line('new')}`).active.kid).toBe('new');
  });

  test.each([
    ['nothing', ''],
    ['comments only', '# none\n'],
    ['no name', `:${randomBytes(32).toString('base64')}`],
    ['a key of 31 bytes', line('short', randomBytes(31))],
    ['a key of 33 bytes', line('long', randomBytes(33))],
    ['base64url', `a:${'_-'.repeat(21)}8=`],
    ['one name twice', `${line('a')}\n${line('a')}`],
    ['two active keys', `*${line('a')}\n*${line('b')}`],
    ['blanks around the key', `a: ${randomBytes(32).toString('base64')}`],
  ])('is refused with %s', (_, text) => {
    expect(() => parseKeyring(text)).toThrow(KeyringError);
  });

  test.each([
    ['zeros', Buffer.alloc(32)],
    ['one byte repeated', Buffer.alloc(32, 0xa5)],
    ['a word repeated', Buffer.alloc(32, 'changeme')],
    ['a sentence', Buffer.from('this-is-the-example-key-32-bytes')],
    ['counting up', Buffer.from(Array.from({ length: 32 }, (_, at) => at + 200))],
    ['counting down', Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at))],
  ])('is refused when its key is %s', (_, key) => {
    expect(() => parseKeyring(line('example', key))).toThrow(/not random/);
  });

  test('takes every really random key', () => {
    for (let round = 0; round < 2_000; round++) parseKeyring(line('k'));
  });

  test('never tells its key in an error', () => {
    const key = Buffer.alloc(32, 'changeme');
    expect(() => parseKeyring(line('a', key))).not.toThrow(key.toString('base64').slice(0, 8));
  });
});
