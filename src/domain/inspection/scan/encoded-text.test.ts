import { describe, expect, test } from 'vitest';
import { nameTagger } from '../names/name-tagger.ts';
import { packsOf } from '../packs/packs.ts';
import { hideMatches } from '../tokens/hide-matches.ts';
import { restoreText } from '../tokens/restore.ts';
import { Vault } from '../tokens/vault.ts';
import { compilePlan } from './plan.ts';
import { scanText } from './scan-text.ts';

const plan = compilePlan({ packs: packsOf(['id', 'us', 'sg']), nameTagger: nameTagger() });

function recognise(text: string): readonly (readonly [string, string])[] {
  return scanText(text, plan).map(
    ({ type, start, end }) => [type, text.slice(start, end)] as const,
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const percentTwice = encodeURIComponent(encodeURIComponent('ani wijaya@kantor.co.id'));
const token = base64('please call John Smith tomorrow');
const tokenTwice = base64(token);
const escapedToken = encodeURIComponent(base64('ask for card 4111 1111 1111 1111 >>>? ~~~'));
const tokenOfEscapes = base64('write to ani.wijaya%40kantor.co.id soon');

describe('names behind escapes', () => {
  test.each([
    ['percent encoding', 'Please call John%20Smith tomorrow', 'John%20Smith'],
    ['a form', 'GET /find?name=Siti+Rahayu HTTP/1.1', 'Siti+Rahayu'],
    ['JSON', 'Please call M\\u00fcller, Ren\\u00e9e Dupont', 'Ren\\u00e9e Dupont'],
    ['UTF-8 in percent encoding', 'name=Ren%C3%A9e%20M%C3%BCller', 'Ren%C3%A9e%20M%C3%BCller'],
    ['HTML', 'Patient name: John&nbsp;Smith', 'John&nbsp;Smith'],
    ['numbered entities', 'Patient name: John&#32;Sm&#x69;th', 'John&#32;Sm&#x69;th'],
  ])('are found whole in %s', (_, text, name) => {
    expect(recognise(text)).toContainEqual(['PERSON', name]);
  });

  test('end the address of a page in which they stand', () => {
    const found = recognise('https://shop.example/find?name=Siti+Rahayu&page=2');
    expect(found).toEqual([
      ['URL', 'https://shop.example/find?name='],
      ['PERSON', 'Siti+Rahayu'],
    ]);
  });

  test.each([
    'the sum is x=a+b, or y=1+2',
    'const area=Math.PI*width+Height',
    'docs/My%20Holiday%20Photos.pdf',
    'width: 100%; height: 50%20',
  ])('are not made up in %j', (text) => {
    expect(recognise(text).filter(([type]) => type === 'PERSON')).toEqual([]);
  });
});

describe('what is encoded twice', () => {
  test.each([
    [`to=${percentTwice}`, 'EMAIL', percentTwice.slice(percentTwice.indexOf('w'))],
    ['call John%2520Smith now', 'PERSON', 'John%2520Smith'],
    ['to alice&amp;#64;example.com', 'EMAIL', 'alice&amp;#64;example.com'],
    ['q=alice%5Cu0040example.com', 'EMAIL', 'alice%5Cu0040example.com'],
    [`Base64 of Base64: ${tokenTwice}`, 'PERSON', tokenTwice],
    [`percent-encoded Base64: ${escapedToken}`, 'CREDIT_CARD', escapedToken],
    [`Base64 of percent encoding: ${tokenOfEscapes}`, 'EMAIL', tokenOfEscapes],
  ])('is found whole in %j', (text, type, value) => {
    expect(recognise(text)).toContainEqual([type, value]);
  });

  test('is not looked for a third time', () => {
    expect(recognise('q=a.b%252540example.com')).toEqual([]);
    expect(recognise(`blob ${base64(tokenTwice)}`)).toEqual([]);
  });
});

describe('hiding what is encoded', () => {
  test.each([
    ['Please call John%20Smith tomorrow', 'PERSON', 'Please call # tomorrow'],
    ['call John%2520Smith now', 'PERSON', 'call # now'],
    [`blob ${token} end`, 'PERSON', 'blob # end'],
    [`blob ${tokenTwice} end`, 'PERSON', 'blob # end'],
    ['mail alice%2540example.com now', 'EMAIL', 'mail # now'],
    ['Please call J0hn Sm1th tomorrow', 'PERSON', 'Please call # tomorrow'],
  ])('leaves nothing of it in %j, and brings it back as it was', (text, type, hidden) => {
    const vault = new Vault({ format: 'angle' });
    const places = scanText(text, plan);
    const out = hideMatches(text, places, { how: () => 'tokenise', vault });
    expect(out.text).toBe(hidden.replace('#', `<${type}_1>`));
    expect(restoreText(out.text, { vault }).text).toBe(text);
    const redacted = hideMatches(text, places, { how: () => 'redact', vault });
    expect(redacted.text).toBe(hidden.replace('#', `[${type}]`));
  });
});
