/** What the page holds for one dialog: a key, in the parts in which it was typed or issued. */
export interface HeldSecret<Part extends string = string> {
  readonly isWiped: boolean;
  /** In the order in which they are shown. */
  readonly parts: readonly Part[];
  /** Empty once wiped, and for a part that there is not. */
  read(part: Part): string;
  /** Every part at once. */
  wipe(): void;
}

export function holdSecret<Part extends string>(
  parts: readonly (readonly [part: Part, text: string])[],
): HeldSecret<Part> {
  const held = new Map(parts);
  let isWiped = false;
  return {
    get isWiped() {
      return isWiped;
    },
    parts: parts.map(([part]) => part),
    read: (part) => held.get(part) ?? '',
    wipe: () => {
      held.clear();
      isWiped = true;
    },
  };
}
