import { anthropicModels } from './anthropic-models.ts';
import { readBedrockId } from './bedrock-id.ts';
import { bedrockModels } from './bedrock-models.ts';
import type { CatalogModel } from './model.ts';
import { openAiModels } from './openai-models.ts';

/** Every model of the catalogue, by provider, in the order in which they came out. */
export const catalogModels: readonly CatalogModel[] = [
  ...openAiModels,
  ...anthropicModels,
  ...bedrockModels,
];

const snapshotDate = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/;

const byName: ReadonlyMap<string, CatalogModel> = new Map(
  catalogModels.flatMap((model) => namesOf(model).map((name) => [name, model] as const)),
);

/** The model of this very name: its id, an alias, or on Bedrock the id in an inference profile or ARN. */
export function modelNamed(name: string): CatalogModel | undefined {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const { model } = readBedrockId(name);
  return model === undefined ? undefined : byName.get(plainClaude(model));
}

/** The same, and for a dated snapshot that has no row of its own its family: `gpt-4o-2030-01-01` is a `gpt-4o`. */
export function modelOrFamilyNamed(name: string): CatalogModel | undefined {
  const exact = modelNamed(name);
  if (exact !== undefined) return exact;
  const plain = plainClaude(readBedrockId(name).model ?? name);
  return snapshotDate.test(plain) ? byName.get(plain.replace(snapshotDate, '')) : undefined;
}

function namesOf(model: CatalogModel): readonly string[] {
  const plain = plainClaude(model.id);
  return [...new Set([model.id, ...model.aliases, plain, undated(plain)])];
}

// AWS ends a Claude's id with a version in some places and not in others; it never tells two models apart.
function plainClaude(id: string): string {
  return id.startsWith('anthropic.') ? id.replace(/-v\d+(?::\d+)?(?::\d+k)?$/, '') : id;
}

// Claude 3.5 Sonnet is two models that only the date tells apart.
function undated(id: string): string {
  return /^anthropic\.claude-(?!3-5-sonnet)/.test(id) ? id.replace(snapshotDate, '') : id;
}
