import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noDeclarations, parsePolicies } from './parse-policies.ts';
import { singlePolicies } from './single-policies.ts';

const one = '# Why.\nname: abc   # spelt freely\neffect: deny\nmode: enforce\n';
const two = `${one}---\n# Another.\nname: xyz\nwhen: |\n  request.model == "---"\neffect: [deny]\n`;

const read = (text: string) => parsePolicies(text, noDeclarations).policies;
const split = (text: string, mode?: 'monitor' | 'off') =>
  singlePolicies(text, noDeclarations, mode);

describe('policies, each as a document of its own', () => {
  test('is the text as it was written where there is one', () => {
    expect(split(one).map(({ document }) => document)).toEqual([one]);
    const listed = '- {name: abc, effect: deny}\n';
    expect(split(listed).map(({ document }) => document)).toEqual([listed]);
  });

  test('keeps the comments of each where there are several', () => {
    const documents = split(two).map(({ document }) => document);
    expect(documents).toHaveLength(2);
    expect(documents[0]).toMatch(/^# Why\.\nname: abc # spelt freely\n/);
    expect(documents[1]).toMatch(/^# Another\.\nname: xyz\n/);
  });

  const texts = readdirSync('examples/policies').map((name) =>
    readFileSync(join('examples/policies', name), 'utf8'),
  );
  const json = JSON.stringify([
    { name: 'abc', effect: 'deny', message: 'a\n---\nb' },
    { name: 'xyz', effect: 'deny' },
  ]);

  test.each([two, json, texts.join('---\n')])('says the same, document by document', (text) => {
    const singles = split(text);
    expect(singles.map(({ policy }) => policy)).toEqual(read(text));
    for (const { policy, document } of singles) expect(read(document)).toEqual([policy]);
  });

  test.each([one, two, json, '- {name: abc, effect: deny}'])('takes another mode', (text) => {
    const singles = split(text, 'off');
    expect(singles.map(({ policy }) => policy)).toEqual(
      read(text).map((policy) => ({ ...policy, mode: 'off' })),
    );
    for (const { policy, document } of singles) expect(read(document)).toEqual([policy]);
  });

  test('is nothing of a text with errors', () => {
    expect(split('name: abc\neffect: dney\n')).toEqual([]);
  });
});
