import type { Provider } from '../credential/credential.ts';
import { openAiPrices } from './catalog.ts';

const families: readonly (readonly [pattern: RegExp, provider: Provider])[] = [
  [/^(ft:)?(gpt-|o\d|chatgpt-|text-embedding-|codex-|babbage-|davinci-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^(us|us-gov|eu|apac|global|jp|au)\.[a-z0-9-]+\./, 'bedrock'],
  [
    /^(ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|stability|writer)\.[a-z0-9]/,
    'bedrock',
  ],
  [/^arn:aws(-[a-z]+)*:bedrock:/, 'bedrock'],
];

/** Who offers a model, by the way its name is formed. Undefined: unknown, and never guessed. */
export function providerOfModel(model: string): Provider | undefined {
  return families.find(([pattern]) => pattern.test(model))?.[1];
}

const candidatesMax = 5;

/** Known models whose names begin most like the given one; for an error message that helps. */
export function similarModels(model: string): readonly string[] {
  const asked = model.toLowerCase();
  return Object.keys(openAiPrices)
    .map((name) => ({ name, shared: sharedPrefix(name, asked) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, candidatesMax)
    .map(({ name }) => name);
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
