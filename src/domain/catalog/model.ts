import type { Provider } from '../credential/credential.ts';
import type { Wire } from '../protocol/wire.ts';

/** A model as its provider names it. */
export interface CatalogModel {
  /** The provider's own name; on Bedrock without the prefix of an inference profile, such as `us.`. */
  readonly id: string;
  readonly provider: Provider;
  readonly name: string;
  /** Who made it, in the provider's spelling; `owned_by` of a model list. */
  readonly ownedBy: string;
  /** Day on which it came out, as seconds since the epoch; undefined: not known. */
  readonly releasedAt: number | undefined;
  /** Tokens of input and output together; undefined: not known. */
  readonly contextWindow: number | undefined;
  /** Tokens of one answer; undefined: not known. */
  readonly maxOutputTokens: number | undefined;
  /** Formats in which its provider serves it. */
  readonly wires: readonly Wire[];
  /** Other names that the provider takes for the very same model. */
  readonly aliases: readonly string[];
}

/** A hand-kept row of the catalogue. Days are `2026-02-05`; null: not known. */
export type ModelRow = readonly [
  id: string,
  name: string,
  released: string | null,
  contextWindow: number | null,
  maxOutputTokens: number | null,
  aliases?: readonly string[],
];

/** The model of a row, without what all rows of a table share. */
export function readRow(row: ModelRow): Omit<CatalogModel, 'provider' | 'ownedBy' | 'wires'> {
  const [id, name, released, contextWindow, maxOutputTokens, aliases = []] = row;
  return {
    id,
    name,
    releasedAt: released === null ? undefined : Date.parse(`${released}T00:00:00Z`) / 1_000,
    contextWindow: contextWindow ?? undefined,
    maxOutputTokens: maxOutputTokens ?? undefined,
    aliases,
  };
}
