import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

function gates(count: number) {
  const opened: (() => void)[] = [];
  const closed = Array.from(
    { length: count },
    () => new Promise<void>((open) => opened.push(open)),
  );
  return { closed, open: (at: number) => opened[at]?.() };
}

test('few run at once, the others in the order they came', async () => {
  const turns = new Turns({ atOnceMax: 2, waitingMax: 10 });
  const { closed, open } = gates(5);
  const begun: number[] = [];
  const all = closed.map((gate, at) =>
    turns.take(async () => {
      begun.push(at);
      await gate;
    }),
  );
  expect(begun).toEqual([0, 1]);
  open(1);
  await all[1];
  expect(begun).toEqual([0, 1, 2]);
  for (const at of [0, 2, 3, 4]) open(at);
  await Promise.all(all);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('a turn is given back by a task that fails', async () => {
  const turns = new Turns({ atOnceMax: 1, waitingMax: 1 });
  for (let round = 0; round < 3; round += 1) {
    await expect(turns.take(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  }
  expect(await turns.take(async () => 'served')).toBe('served');
});

test('whoever finds the line full is refused at once', async () => {
  const turns = new Turns({ atOnceMax: 1, waitingMax: 1 });
  const { closed, open } = gates(1);
  const first = turns.take(() => closed[0] ?? Promise.resolve());
  const second = turns.take(async () => 'served');
  await expect(turns.take(async () => 'served')).rejects.toMatchObject({ code: 'kms_unavailable' });
  open(0);
  await first;
  expect(await second).toBe('served');
});
