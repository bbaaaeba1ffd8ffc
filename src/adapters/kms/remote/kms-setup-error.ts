/** What the operator has to change at the key management service; the message is for them and holds no secret. */
export class KmsSetupError extends Error {
  override readonly name = 'KmsSetupError';
}
