/**
 * How often a test tries what chance decides. As a rule often enough to meet every branch; MONAGO_TEST_THOROUGH=1 asks
 * for the numbers that make a rare accident likely to show.
 */
export function triesOf({ usual, thorough }: { usual: number; thorough: number }): number {
  return process.env['MONAGO_TEST_THOROUGH'] === '1' ? thorough : usual;
}
