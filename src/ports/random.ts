import type { Id, IdPrefix } from '../domain/ids.ts';

/** The only source of randomness for the planes. MUST be a CSPRNG. */
export interface Random {
  bytes(length: number): Buffer;
  id<Prefix extends IdPrefix>(prefix: Prefix): Id<Prefix>;
}
