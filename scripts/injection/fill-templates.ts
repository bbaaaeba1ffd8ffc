import { randomFrom } from '../../eval/policy/random.ts';

/** What may stand in each slot; what stands there may have slots itself. */
export type Parts = Readonly<Record<string, readonly string[]>>;

/** What may stand in a slot, with bars between. */
export function choices(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' | '));
}

const depthMax = 3;
const slot = /\{(\w+)\}/gu;

/** As many texts of each template as `copies` says, the same ones on every machine. */
export function fillTemplates(
  templates: readonly string[],
  parts: Parts,
  copies: number,
): readonly string[] {
  const random = randomFrom(1_945);
  const filled = (template: string): string =>
    template.replace(slot, (_, name: string) => random.pick(parts[name] ?? []));
  const texts = templates.flatMap((template) =>
    Array.from({ length: copies }, () => {
      let text = filled(template);
      for (let depth = 1; depth < depthMax; depth += 1) text = filled(text);
      return text;
    }),
  );
  return [...new Set(texts)];
}
