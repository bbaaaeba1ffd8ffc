export interface StoredObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Milliseconds since the epoch until which nobody may delete or replace the object, the account's owner included. */
  readonly retainUntil?: number;
}

/** A bucket of the operator's. */
export interface ObjectStore {
  /**
   * MUST resolve only when the store has confirmed the object, retention included.
   * @returns the URL of the object, without anything secret
   * @throws Error whose message is fit for the operator
   */
  put(object: StoredObject): Promise<string>;
}
