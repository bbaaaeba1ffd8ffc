export interface CheckpointHead {
  /** How many entries the signature covers. */
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/** The size and root that a signed checkpoint names. The page reads them; it does not verify the signature. */
export function checkpointHeadOf(note: string): CheckpointHead | undefined {
  const [origin = '', size = '', root = ''] = note.split('\n');
  if (origin === '' || root === '' || !/^\d{1,16}$/.test(size)) return undefined;
  return { size: Number(size), root };
}

/** The key id out of a verifier key `name+id+key`. */
export function keyIdOf(vkey: string): string {
  return vkey.split('+')[1] ?? vkey;
}
