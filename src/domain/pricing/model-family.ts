import { catalogModels } from '../catalog/catalog.ts';
import type { Provider } from '../credential/credential.ts';

const families: readonly (readonly [pattern: RegExp, provider: Provider])[] = [
  [/^(ft:)?(gpt-|o\d|chatgpt-|text-embedding-|codex-|babbage-|davinci-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^([a-z]{2}|us-gov|apac|amer|global)\.[a-z0-9-]+\.[a-z0-9]/, 'bedrock'],
  [
    /^(ai21|amazon|anthropic|cohere|deepseek|google|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|zai)\.[a-z0-9]/,
    'bedrock',
  ],
  [/^arn:aws(-[a-z]+)*:bedrock:/, 'bedrock'],
];

/** Who offers a model, by the way its name is formed. Undefined: unknown, and never guessed. */
export function providerOfModel(model: string): Provider | undefined {
  return families.find(([pattern]) => pattern.test(model))?.[1];
}

const candidatesMax = 5;
const lengthMax = 64;

/** Known models of all providers whose names are most like the given one, best first; for an error message that helps. */
export function similarModels(model: string): readonly string[] {
  const asked = spellingOf(model.slice(0, lengthMax).toLowerCase());
  return spellings
    .map((names) => closestName(names, asked))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, candidatesMax)
    .map(({ name }) => name);
}

interface Spelling {
  readonly name: string;
  readonly plain: string;
  /** The words in alphabetical order: `claude-4-5-sonnet` is not far from `claude-sonnet-4-5`. */
  readonly sorted: string;
}

function spellingOf(name: string): Spelling {
  const words = name.split(/[^a-z0-9]+/);
  return { name, plain: words.join(''), sorted: words.toSorted().join('') };
}

/** The names of every model. */
const spellings = catalogModels.map(({ id, aliases }) => [id, ...aliases].map(spellingOf));

function closestName(names: readonly Spelling[], asked: Spelling) {
  return names
    .map((known) => ({ name: known.name, distance: distanceBetween(known, asked) }))
    .reduce((best, next) => (next.distance < best.distance ? next : best));
}

function distanceBetween(known: Spelling, asked: Spelling): number {
  const edits = Math.min(
    editDistance(asked.plain, known.plain),
    editDistance(asked.sorted, known.sorted),
  );
  return edits / Math.max(asked.plain.length, known.plain.length, 1);
}

/** Levenshtein's: how many letters have to be put in, taken out or replaced. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 0; row < a.length; row += 1) {
    const below = [row + 1];
    for (let column = 0; column < b.length; column += 1) {
      const replaced = (above[column] ?? 0) + (a[row] === b[column] ? 0 : 1);
      const moved = Math.min(above[column + 1] ?? 0, below[column] ?? 0) + 1;
      below.push(Math.min(replaced, moved));
    }
    above = below;
  }
  return above[b.length] ?? 0;
}
