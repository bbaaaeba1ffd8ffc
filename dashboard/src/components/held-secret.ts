/** A key that the page holds for one dialog. */
export interface HeldSecret {
  readonly isWiped: boolean;
  /** Empty once wiped. */
  read(): string;
  wipe(): void;
}

export function holdSecret(secret: string): HeldSecret {
  let held = secret;
  let isWiped = false;
  return {
    get isWiped() {
      return isWiped;
    },
    read: () => held,
    wipe: () => {
      held = '';
      isWiped = true;
    },
  };
}
