import { describe, expect, test } from 'vitest';
import { colouredConditions, variableAt } from './condition-colours.ts';

const pieces = (text: string) =>
  colouredConditions(text).map(({ from, to, as }) => `${as} ${text.slice(from, to)}`);

describe('the colours of conditions', () => {
  test('tell names, functions, values and operators apart', () => {
    expect(pieces('when: pii.count("NIK") >= 2 && !principal.mfa')).toEqual([
      'name pii',
      'operator .',
      'function count',
      'operator (',
      'string "NIK"',
      'operator )',
      'operator >=',
      'number 2',
      'operator &&',
      'operator !',
      'name principal.mfa',
    ]);
  });

  test('are there in block scalars too, and nowhere else', () => {
    const text = 'name: risk.score\nunless: |\n  // why\n  "a" in request.tools\n\neffect: deny\n';
    expect(pieces(text)).toEqual(['comment // why', 'string "a"', 'word in', 'name request.tools']);
  });
});

describe('the variable at an offset', () => {
  const text = 'when: request.provider == "openai"';

  test('is its path up to the part that is pointed at', () => {
    expect(variableAt(text, text.indexOf('provider') + 2)?.path).toBe('request.provider');
    expect(variableAt(text, text.indexOf('request') + 2)?.path).toBe('request');
  });

  test('is not there in a value or outside of a condition', () => {
    expect(variableAt(text, text.indexOf('openai'))).toBeUndefined();
    expect(variableAt('message: risk.score', 12)).toBeUndefined();
  });
});
