import { describe, expect, test } from 'vitest';
import { type LaneKey, Lanes } from './lanes.ts';

const keyOf = (choice: number, kind: LaneKey['kind'], index: number): LaneKey => ({
  choice,
  kind,
  index,
});

describe('the lanes of an answer', () => {
  test('are made once each and keep their order', () => {
    const lanes = new Lanes(({ kind, index }) => ({ name: `${kind} ${index}` }));
    const text = lanes.lane(keyOf(0, 'text', 0));
    lanes.lane(keyOf(0, 'tool_arguments', 0));
    lanes.lane(keyOf(1, 'text', 0));
    expect(lanes.lane(keyOf(0, 'text', 0))).toBe(text);
    expect(lanes.all().map(({ key, lane }) => [key.choice, lane.name])).toEqual([
      [0, 'text 0'],
      [0, 'tool_arguments 0'],
      [1, 'text 0'],
    ]);
  });

  test.each([
    ['choices', 128, (at: number) => keyOf(at, 'text', 0)],
    ['tool calls of a choice', 64, (at: number) => keyOf(0, 'tool_arguments', at)],
    ['lanes', 1_024, (at: number) => keyOf(at % 128, 'text', Math.floor(at / 128))],
  ])('are too many beyond the most %s', (_, most, keyAt) => {
    const lanes = new Lanes((key) => key);
    for (let at = 0; at < most; at += 1) expect(lanes.lane(keyAt(at))).toEqual(keyAt(at));
    expect(lanes.lane(keyAt(most))).toBe('too_many');
    expect(lanes.lane(keyAt(0))).toEqual(keyAt(0));
  });
});
