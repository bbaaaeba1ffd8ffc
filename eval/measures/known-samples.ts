/**
 * Numbers that test suites and documentation are full of: card networks' and gateways' test cards, social security numbers
 * that were printed in advertisements, the keys of a cloud's manual. They are found rightly and are nobody's.
 */
const samples: ReadonlySet<string> = new Set([
  ...['4111111111111111', '4242424242424242', '4012888888881881', '4000056655665556'],
  ...['5555555555554444', '5105105105105100', '2223003122003222', '5200828282828210'],
  ...['378282246310005', '371449635398431', '6011111111111117', '6011000990139424'],
  ...['3530111333300000', '3566002020360505', '30569309025904', '38520000023237'],
  ...['4222222222222', '6200000000000005', '123456789', '078051120', '219099999', '987654321'],
  ...['AKIAIOSFODNN7EXAMPLE'],
]);

export function isKnownSample(value: string): boolean {
  return samples.has(value.replace(/[\s.-]/gu, ''));
}
