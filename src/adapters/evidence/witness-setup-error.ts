/** The witness cannot start with what it was given; the message tells its operator what to do. */
export class WitnessSetupError extends Error {
  override readonly name = 'WitnessSetupError';
}
