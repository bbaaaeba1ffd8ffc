import { describe, expect, it } from 'vitest';
import {
  ibanOf,
  luhnDigit,
  mod1110Digit,
  verhoeffDigit,
} from '../../eval/generate/check-digits.ts';
import { filledPatterns, filledTemplates, linesOf } from '../../eval/generate/fill-templates.ts';
import { gateHardNegatives } from '../../eval/templates/gate-hard-negatives.ts';
import { gateIdentifiers } from '../../eval/templates/gate-identifiers.ts';
import { tuningHardNegatives } from '../../eval/templates/tuning-hard-negatives.ts';
import { tuningIdentifiers } from '../../eval/templates/tuning-identifiers.ts';
import { entities } from '../../src/domain/inspection/entity.ts';

describe('check digits', () => {
  it('are those of published examples', () => {
    expect(luhnDigit('7992739871')).toBe('3');
    expect(verhoeffDigit('236')).toBe('3');
    expect(verhoeffDigit('12345')).toBe('1');
    expect(mod1110Digit('8609574271')).toBe('9');
    expect(ibanOf('DE', '370400440532013000')).toBe('DE89370400440532013000');
    expect(ibanOf('GB', 'WEST12345698765432')).toBe('GB82WEST12345698765432');
  });
});

describe('generated sets', () => {
  it('are the same every time', () => {
    expect(filledTemplates('gate', gateIdentifiers, 2)).toEqual(
      filledTemplates('gate', gateIdentifiers, 2),
    );
    expect(filledPatterns(gateHardNegatives, 2)).toEqual(filledPatterns(gateHardNegatives, 2));
  });

  it('label every value where it stands', () => {
    const { documents } = filledTemplates('gate', 'Surel {EMAIL} dan NIK {NIK}.', 3);
    for (const { text, spans } of documents) {
      const [email, nik] = spans.map(({ start, end }) => text.slice(start, end));
      expect(email).toMatch(/^\S+@\S+$/u);
      expect(nik).toMatch(/^\d{16}$/u);
    }
  });

  it('hold identifiers of every country pack', () => {
    const labels = new Set(
      filledTemplates('gate', gateIdentifiers, 1).documents.flatMap(({ spans }) =>
        spans.map(({ label }) => label),
      ),
    );
    const ofCountries = Object.entries(entities).filter(([, { pack }]) => pack !== 'core');
    expect(ofCountries.map(([type]) => type).filter((type) => !labels.has(type))).toEqual([]);
  });

  it('share no sentence between tuning and the gate', () => {
    const sentence = (line: string) => line.replace(/[{[].*?[\]}]/gu, '').toLowerCase();
    const tuning = [tuningIdentifiers, tuningHardNegatives].flatMap(linesOf).map(sentence);
    const gate = [gateIdentifiers, gateHardNegatives].flatMap(linesOf).map(sentence);
    // A bare key such as `ssn: ` is no sentence.
    const shared = gate.filter((one) => tuning.includes(one) && one.trim().includes(' '));
    expect(shared).toEqual([]);
  });
});
