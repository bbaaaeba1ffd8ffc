/**
 * Identifiers carry their kind as a prefix, so that a log line, a URL and a database row read the same
 * and a credential id can never be passed where a tenant id is meant. The rest is a UUIDv7 (RFC 9562
 * section 5.7) in 32 lower-case hex digits: it sorts by time of creation.
 */
export type TenantId = `ten_${string}`;
export type WorkspaceId = `ws_${string}`;
export type UserId = `usr_${string}`;
export type CredentialId = `cred_${string}`;
export type TokenId = `tok_${string}`;
export type AuditId = `aud_${string}`;
export type RequestId = `req_${string}`;
export type PolicyId = `pol_${string}`;
export type ApprovalId = `apr_${string}`;
/** A legal hold. */
export type HoldId = `hld_${string}`;
/** A request to look at the content behind an audit entry. */
export type RevealId = `rvl_${string}`;
/** A request to erase content. */
export type ErasureId = `ers_${string}`;

export type IdPrefix =
  | 'ten'
  | 'ws'
  | 'usr'
  | 'cred'
  | 'tok'
  | 'aud'
  | 'req'
  | 'pol'
  | 'apr'
  | 'hld'
  | 'rvl'
  | 'ers';
export type Id<Prefix extends IdPrefix> = `${Prefix}_${string}`;

/** The platform's own log and keys live under this tenant; in cloud mode its operator signs in to it, and nobody else. */
export const platformTenantId: TenantId = 'ten_00000000000000000000000000000000';

const shape: Record<IdPrefix, RegExp> = {
  ten: /^ten_[0-9a-f]{32}$/,
  ws: /^ws_[0-9a-f]{32}$/,
  usr: /^usr_[0-9a-f]{32}$/,
  cred: /^cred_[0-9a-f]{32}$/,
  tok: /^tok_[0-9a-f]{32}$/,
  aud: /^aud_[0-9a-f]{32}$/,
  req: /^req_[0-9a-f]{32}$/,
  pol: /^pol_[0-9a-f]{32}$/,
  apr: /^apr_[0-9a-f]{32}$/,
  hld: /^hld_[0-9a-f]{32}$/,
  rvl: /^rvl_[0-9a-f]{32}$/,
  ers: /^ers_[0-9a-f]{32}$/,
};

export function isId<Prefix extends IdPrefix>(prefix: Prefix, text: string): text is Id<Prefix> {
  return shape[prefix].test(text);
}

/**
 * Builds an id from a time and randomness that the caller supplies (domain code has neither).
 * @param unixMs milliseconds since the epoch
 * @param random at least 10 bytes from a CSPRNG
 */
export function makeId<Prefix extends IdPrefix>(
  prefix: Prefix,
  unixMs: number,
  random: Uint8Array,
): Id<Prefix> {
  const hex = unixMs.toString(16).padStart(12, '0');
  const tail = Array.from(random.subarray(0, 10), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const variant = ((Number.parseInt(tail[3] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${prefix}_${hex}7${tail.slice(0, 3)}${variant}${tail.slice(4)}`.slice(
    0,
    prefix.length + 33,
  ) as Id<Prefix>;
}

/** The 16 bytes of an id as hex, for fixed-width encodings such as additional authenticated data. */
export function hexOf(id: Id<IdPrefix>): string {
  return id.slice(id.indexOf('_') + 1);
}
