import { expect, test } from 'vitest';
import { WaitingRoom } from './waiting-room.ts';

test('a full room turns away, and has a place again when somebody leaves', async () => {
  const room = new WaitingRoom();
  let leave = (): void => undefined;
  const first = new Promise<string>((resolve) => {
    leave = () => resolve('seen');
  });
  const waiting = Array.from({ length: 256 }, () => room.wait(() => first));
  expect(await room.wait(async () => 'late')).toBeUndefined();
  leave();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['seen']));
  expect(await room.wait(async () => 'late')).toBe('late');
});
