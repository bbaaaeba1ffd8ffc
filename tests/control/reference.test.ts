import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { referencePages } from '../../scripts/generate-reference.ts';

describe('docs/reference', () => {
  const pages = Object.entries(referencePages());

  test('has three generated pages', () => {
    expect(pages.map(([file]) => file)).toEqual(['errors.md', 'settings.md', 'endpoints.md']);
  });

  test.each(pages)('%s is what the code says', (file, text) => {
    const committed = readFileSync(
      new URL(`../../docs/reference/${file}`, import.meta.url),
      'utf8',
    );
    expect(committed).toBe(text);
  });
});
