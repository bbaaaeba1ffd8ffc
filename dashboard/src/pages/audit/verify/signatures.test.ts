import { expect, test } from 'vitest';
import type { Ed25519Verify } from '../../../../../src/domain/audit/signed-note.ts';
import { withSignatures } from './signatures.ts';

const bytes = (value: number) => Uint8Array.of(value);
const check = (verify: Ed25519Verify, value: number) => verify(bytes(1), bytes(value), bytes(3));

test('what holds is asked about once, and believed', async () => {
  let runs = 0;
  const judged = await withSignatures(
    async () => true,
    async (verify) => {
      runs += 1;
      return check(verify, 7);
    },
  );
  expect(judged).toEqual({ value: true, areSignaturesChecked: true });
  expect(runs).toBe(1);
});

test('what does not hold is told to the verifier, however late the answer comes', async () => {
  const judged = await withSignatures(
    async (_key, message) => message[0] !== 8,
    async (verify) => [check(verify, 7), check(verify, 8), check(verify, 8)],
  );
  expect(judged).toEqual({ value: [true, false, false], areSignaturesChecked: true });
});

test('a question that only a refusal raises is asked too', async () => {
  const asked: (number | undefined)[] = [];
  const judged = await withSignatures(
    async (_key, message) => {
      asked.push(message[0]);
      return message[0] === 9;
    },
    async (verify) => check(verify, 8) || check(verify, 9),
  );
  expect(judged).toEqual({ value: true, areSignaturesChecked: true });
  expect(asked).toEqual([8, 9]);
});

test('where the browser cannot tell, the result says so', async () => {
  const judged = await withSignatures(
    async () => undefined,
    async (verify) => check(verify, 7),
  );
  expect(judged).toEqual({ value: true, areSignaturesChecked: false });
});
