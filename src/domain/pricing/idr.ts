const microPerUsd = 1_000_000;

/**
 * Micro-US-dollars as a decimal number of rupiah, e.g. `5.6940`.
 * @param idrPerUsd the rate that the operator has set
 */
export function formatIdr(microUsd: number, idrPerUsd: number): string {
  return ((microUsd * idrPerUsd) / microPerUsd).toFixed(4);
}
