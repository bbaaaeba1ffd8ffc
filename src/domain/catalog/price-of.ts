import { anthropicPrices } from './anthropic-prices.ts';
import { readBedrockId } from './bedrock-id.ts';
import { bedrockPrices } from './bedrock-prices.ts';
import { modelOrFamilyNamed } from './catalog.ts';
import { openAiPrices } from './openai-prices.ts';
import type { ModelPrice, PriceTable } from './price.ts';

const tables: Readonly<Record<string, PriceTable>> = {
  openai: openAiPrices,
  anthropic: anthropicPrices,
  bedrock: bedrockPrices,
};

/** List price of a model by its name at the provider; undefined: not known, and never that of a model named like it. */
export function priceOf(name: string): ModelPrice | undefined {
  const model = modelOrFamilyNamed(name);
  if (model === undefined) return undefined;
  const table = tables[model.provider] ?? {};
  const { area } = model.provider === 'bedrock' ? readBedrockId(name) : { area: undefined };
  // GovCloud has prices of its own.
  if (area === 'us-gov') return undefined;
  return (area === 'global' ? own(table, `global.${model.id}`) : undefined) ?? own(table, model.id);
}

function own(table: PriceTable, key: string): ModelPrice | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
