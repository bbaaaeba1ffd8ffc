/** What of the operator's list could open a destination: nothing at all, its own line, or also a network around it. */
type Opening = 'nothing' | 'line' | 'network';

export interface AttackVector {
  readonly kind: string;
  /** As an administrator types it; `{trap}` and `{own}` are ports of this machine, `{machine}` is its address. */
  readonly url: string;
  readonly opensWith: Opening;
}

export function vectors(kind: string, opensWith: Opening, urls: readonly string[]): AttackVector[] {
  return urls.map((url) => ({ kind, url, opensWith }));
}

/** An https URL of each host. */
export const hosts = (list: readonly string[]) => list.map((host) => `https://${host}/v1`);
export const addresses = (list: readonly string[]) =>
  hosts(list.map((ip) => (ip.includes(':') ? `[${ip}]` : ip)));
