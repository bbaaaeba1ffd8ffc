import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findProvider, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices';
import { capabilitiesOf } from '../src/domain/catalog/capabilities.ts';
import { catalogModels } from '../src/domain/catalog/catalog.ts';
import type { ModelPrice as Bands, PriceBand } from '../src/domain/catalog/price.ts';
import type { Provider } from '../src/domain/credential/credential.ts';
import { publishedPrices } from './published-prices.ts';

// Run with tsx, then format with Biome. Move the day along with the dev dependency, and read the difference as an invoice.
const pricesAsOf = '2026-09-23';

const sources = { openai: 'openai', anthropic: 'anthropic', bedrock: 'aws' } as const;
const constants = {
  openai: 'openAiPrices',
  anthropic: 'anthropicPrices',
  bedrock: 'bedrockPrices',
} as const;

type Prices = Readonly<Record<string, Bands>>;

/** Prices of a provider's models in the catalogue. `global.` goes before a model that costs another amount there. */
export function pricesOf(provider: Provider): Prices {
  const ids = catalogModels.filter((model) => model.provider === provider).map(({ id }) => id);
  const keys = provider === 'bedrock' ? ids.flatMap((id) => [id, `global.${id}`]) : ids;
  const priced = keys.map((key) => [key, publishedPrices[key] ?? listed(provider, key)] as const);
  const known = new Map(
    priced.flatMap(([key, bands]) => (bands === undefined ? [] : [[key, bands]])),
  );
  const isNews = (key: string) =>
    !key.startsWith('global.') ||
    JSON.stringify(known.get(key)) !== JSON.stringify(known.get(key.slice('global.'.length)));
  return Object.fromEntries([...known].filter(([key]) => isNews(key)));
}

/** SHA-256 over everything that the catalogue says, in one spelling: JSON with its members in order. */
export function versionOf(): string {
  const content = catalogModels.map((model) => ({
    ...model,
    capabilities: capabilitiesOf(model.provider, model.id),
  }));
  const prices = Object.keys(constants).map((name) => pricesOf(providerOf(name)));
  const text = JSON.stringify({ content, prices }, (_, value: unknown) => inOrder(value));
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function inOrder(value: unknown): unknown {
  if (value instanceof RegExp) return value.source;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function listed(provider: Provider, key: string): Bands | undefined {
  const models = findProvider({ providerId: sources[provider] })?.models ?? [];
  const found =
    models.find((model) => namesOf(model).includes(key)) ??
    models.find((model) => namesOf(model).map(family).includes(family(key)));
  return found === undefined ? undefined : bandsOf(pricesToday(found), key);
}

// The package also finds models by how their names begin or what they contain, which prices one model as another.
function namesOf({ id, match }: ModelInfo): readonly string[] {
  const clauses = 'or' in match ? match.or : [match];
  const equal = clauses.flatMap((clause) => ('equals' in clause ? [clause.equals] : []));
  return [id, ...equal].map((name) => name.replace(/^regional\./, ''));
}

// The date of a snapshot and the version that AWS puts behind a Claude; `latest` is the newest snapshot.
function family(name: string): string {
  const plain = name.includes('anthropic.') ? name.replace(/-v\d+(?::\d+)?$/, '') : name;
  return plain.replace(/-(?:latest|\d{8}|\d{4}-\d{2}-\d{2})$/, '');
}

function pricesToday({ prices }: ModelInfo): ModelPrice {
  if (!Array.isArray(prices)) return prices;
  const now = prices.findLast(
    ({ constraint }) =>
      constraint === undefined ||
      (constraint.type === 'start_date' && constraint.start_date <= pricesAsOf),
  );
  if (now === undefined) throw new Error('a model without a price for the day');
  return now.prices;
}

function bandsOf(price: ModelPrice, key: string): Bands | undefined {
  if (price['input_mtok'] === undefined) return undefined;
  const starts = Object.values(price).flatMap((each) =>
    each instanceof Object ? each.tiers.map(({ start }) => start) : [],
  );
  return [...new Set([0, ...starts])]
    .sort((a, b) => a - b)
    .map((start) => bandFrom(start, price, key));
}

function bandFrom(start: number, price: ModelPrice, key: string): PriceBand {
  const at = (name: string) => microDollars(price[name], start);
  const input = at('input_mtok') ?? 0;
  const cacheWrite = at('cache_write_mtok');
  return [
    start,
    input,
    at('cache_read_mtok'),
    cacheWrite,
    at('cache_write_1h_mtok') ?? anHourOnBedrock(key, input, cacheWrite),
    at('output_mtok') ?? 0,
  ];
}

// An hour in the cache costs twice the input for every Claude that has it; the package says so for Anthropic only.
function anHourOnBedrock(key: string, input: number, cacheWrite: number | null): number | null {
  if (cacheWrite === null || !key.includes('anthropic.')) return null;
  const capabilities = capabilitiesOf('bedrock', key);
  return capabilities.provider === 'bedrock' && capabilities.cacheForAnHour ? 2 * input : null;
}

function microDollars(price: ModelPrice[string], start: number): number | null {
  if (price === undefined) return null;
  const dollars =
    price instanceof Object
      ? (price.tiers.findLast((tier) => tier.start <= start)?.price ?? price.base)
      : price;
  const micro = Math.round(dollars * 1_000_000);
  if (Math.abs(micro - dollars * 1_000_000) > 1e-6)
    throw new Error(`${dollars} is too fine a price`);
  return micro;
}

function providerOf(name: string): Provider {
  if (name === 'openai' || name === 'anthropic' || name === 'bedrock') return name;
  throw new Error(`${name} is not a provider`);
}

const note = '// Written by scripts/write-catalog.ts; do not edit. Columns: see PriceBand.';

function tableOf(provider: Provider): string {
  const rows = Object.entries(pricesOf(provider)).map(
    ([key, bands]) =>
      `'${key}': [${bands.map((band) => `[${band.map(digits).join(', ')}]`).join(', ')}],`,
  );
  return [
    "import type { PriceTable } from './price.ts';",
    '',
    note,
    `export const ${constants[provider]}: PriceTable = {`,
    ...rows,
    '};',
    '',
  ].join('\n');
}

function digits(value: number | null): string {
  return value === null ? 'null' : String(value).replace(/\B(?=(\d{3})+$)/g, '_');
}

function version(): string {
  return [
    '// Written by scripts/write-catalog.ts; do not edit.',
    '',
    '/** Names everything that the catalogue says of models, prices and capabilities. */',
    `export const catalogVersion =\n  '${versionOf()}';`,
    '',
    '/** The day whose list prices the catalogue holds, except for the few in `published-prices.ts`. */',
    `export const pricesAsOf = '${pricesAsOf}';`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../src/domain/catalog/', import.meta.url);
  for (const name of Object.keys(constants)) {
    const provider = providerOf(name);
    writeFileSync(new URL(`${provider}-prices.ts`, folder), tableOf(provider));
  }
  writeFileSync(new URL('catalog-version.ts', folder), version());
}
