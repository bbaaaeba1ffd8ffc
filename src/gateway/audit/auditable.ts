import { withoutKeys } from '../../domain/credential/key-in-text.ts';

const modelLengthMax = 200;

/** A model's name as it may stand in the log; the caller chose it, so it could be anything, a key by mistake. */
export function auditable(model: string): string {
  const examined = model.slice(0, 2 * modelLengthMax);
  return withoutKeys(examined)
    .slice(0, modelLengthMax)
    .replace(/[^\x20-\x7e]/g, '?');
}
