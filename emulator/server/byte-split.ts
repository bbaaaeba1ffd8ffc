/** Cuts bytes into pieces of 1 to `sizeMax` bytes; the same seed gives the same cuts. */
export function splitBytes(bytes: Buffer, rule: { seed: number; sizeMax: number }): Buffer[] {
  const next = randomSequence(rule.seed);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(next() * rule.sizeMax);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

// Linear congruential generator with the constants of Numerical Recipes: enough to vary lengths.
function randomSequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
