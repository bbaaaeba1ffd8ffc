/** Sets whose texts at even places (from 0) the tagger of names learns from; see `scripts/train-names/training-set.ts`. */
const halfLearned: ReadonlySet<string> = new Set([
  ...['alpaca/seed_tasks', 'awesome-prompts/prompts', 'piguard/NotInject_one', 'piguard/wildguard'],
  ...['xstest/xstest_prompts', 'pii-anon/test_legal'],
]);

/** Of a set that names are learned from, the half that they are not; another set whole. */
export function heldOutOf<Item>(set: string, items: readonly Item[]): readonly Item[] {
  return halfLearned.has(set) ? items.filter((_, at) => at % 2 === 1) : items;
}
