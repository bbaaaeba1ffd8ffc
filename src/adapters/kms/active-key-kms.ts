import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../ports/kms.ts';

/** Wraps under the key that the deployment has made active, whichever the settings of this node put first. */
export class ActiveKeyKms implements Kms {
  readonly #kms: Kms;
  #activeRef: string | undefined;

  constructor(kms: Kms) {
    this.#kms = kms;
  }

  get activeRef(): string | undefined {
    return this.#activeRef;
  }

  activate(kekRef: string): void {
    this.#activeRef = kekRef;
  }

  wrap(dek: Buffer, context: WrapContext, kekRef = this.#activeRef): Promise<WrappedKey> {
    return this.#kms.wrap(dek, context, kekRef);
  }

  unwrap(wrapped: WrappedKey, context: WrapContext): Promise<Buffer> {
    return this.#kms.unwrap(wrapped, context);
  }

  probe(): Promise<readonly KeyCheckValue[]> {
    return this.#kms.probe();
  }
}
