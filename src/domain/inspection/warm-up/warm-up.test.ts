import { describe, expect, it } from 'vitest';
import { nameTagger } from '../names/name-tagger.ts';
import { everyPack } from '../packs/packs.ts';
import type { Detector } from '../scan/detector.ts';
import { compilePlan } from '../scan/plan.ts';
import { scanText } from '../scan/scan-text.ts';
import { warmUp, warmUpTexts } from './warm-up.ts';

/** The same detector, which says when it is asked. */
function listening(detector: Detector, hear: (id: string) => void): Detector {
  const { id } = detector;
  if ('probe' in detector) {
    return {
      ...detector,
      probe: (...asked) => {
        hear(id);
        return detector.probe(...asked);
      },
    };
  }
  return {
    ...detector,
    accepts: (code) => {
      hear(id);
      return detector.accepts(code);
    },
  };
}

describe('the warm-up of inspection', () => {
  it('asks every detector of every pack, several times', () => {
    const times = new Map<string, number>();
    const hear = (id: string) => times.set(id, (times.get(id) ?? 0) + 1);
    const packs = everyPack().map((pack) => ({
      ...pack,
      detectors: pack.detectors.map((one) => listening(one, hear)),
    }));
    const plan = compilePlan({ packs });
    for (const text of warmUpTexts()) scanText(text, plan);
    const ids = packs.flatMap(({ detectors }) => detectors.map(({ id }) => id));
    expect(ids.filter((id) => !times.has(id))).toEqual([]);
    expect(ids.filter((id) => (times.get(id) ?? 0) < 5)).toEqual([]);
  });

  it('holds what is found by names, escapes and signs of injection too', () => {
    const plan = compilePlan({ packs: everyPack(), nameTagger: nameTagger() });
    const found = [...warmUpTexts()].flatMap((text) => scanText(text, plan));
    const types = new Set(found.map(({ type }) => type));
    for (const type of ['PERSON', 'LOCATION', 'STREET_ADDRESS', 'DATE', 'EMAIL', 'SECRET'] as const)
      expect(types).toContain(type);
    expect(found.some(({ evidence }) => evidence.encoded === true)).toBe(true);
  });

  it('is the same work each time, and little', () => {
    const read: string[] = [];
    const detectors = {
      scan: (text: string) => {
        read.push(text);
        return [];
      },
      findInjection: () => [],
    };
    const lengths = [...warmUp(detectors)];
    expect(read).toEqual([...warmUpTexts()]);
    expect(lengths).toEqual(read.map((text) => text.length));
    const characters = lengths.reduce((sum, length) => sum + length, 0);
    expect(characters).toBeGreaterThan(50_000);
    expect(characters).toBeLessThan(400_000);
  });
});
