import { type Effort, efforts, type Reasoning } from '../conversation.ts';
import type { SettingWriter } from './write-settings.ts';

/** Upper ends, in tokens to think with, of the efforts that come closest. */
const budgetMax: readonly (readonly [tokens: number, effort: Effort])[] = [
  [2_048, 'low'],
  [8_192, 'medium'],
];

/**
 * The `reasoning_effort` of a request to OpenAI.
 * @param hasTools some models take tools only if they are told not to reason, even where nobody asked them to
 */
export function writeReasoning(use: SettingWriter, hasTools: boolean): string | undefined {
  const { reasoning } = use.settings;
  const wanted = reasoning && effortFor(reasoning, use);
  if (!hasTools || use.target.abilities.reasoningWithTools !== false) return wanted;
  if (wanted !== undefined && wanted !== 'none') {
    use.ledger.alter(
      use.at('reasoning'),
      `asks for reasoning, and ${use.target.model} takes tools on this endpoint only without`,
    );
  }
  return 'none';
}

function effortFor(reasoning: Reasoning, use: SettingWriter): string | undefined {
  switch (reasoning.mode) {
    case 'off':
      return withoutReasoning(use);
    case 'effort':
      return nearest(reasoning.effort, use);
    case 'adaptive':
      // How much to think is up to the model, which is what OpenAI's models do unasked.
      return reasoning.effort && nearest(reasoning.effort, use);
    case 'budget':
      return effortForBudget(reasoning.tokens, use);
  }
}

function withoutReasoning({ target, ledger, at }: SettingWriter): string | undefined {
  if (target.abilities.thinking.off) return 'none';
  const least = efforts.find((effort) => target.abilities.efforts.includes(effort));
  if (least !== undefined) {
    ledger.alter(at('reasoning'), `switches reasoning off, and ${target.model} always reasons`);
  }
  return least;
}

function effortForBudget(tokens: number, use: SettingWriter): string | undefined {
  const effort = budgetMax.find(([max]) => tokens <= max)?.[1] ?? 'high';
  const taken = closest(effort, use);
  if (taken !== undefined) {
    use.ledger.alter(use.at('reasoning'), `is a budget of tokens, and OpenAI knows efforts only`);
  }
  return taken ?? loseReasoning(use);
}

function nearest(effort: Effort, use: SettingWriter): string | undefined {
  const taken = closest(effort, use);
  if (taken === undefined) return loseReasoning(use);
  if (taken !== effort) {
    use.ledger.alter(use.at('reasoning'), `is an effort that ${use.target.model} does not know`);
  }
  return taken;
}

function loseReasoning({ target, ledger, at }: SettingWriter): undefined {
  ledger.lose(at('reasoning'), `asks for reasoning, and ${target.model} does not reason`);
  return undefined;
}

/** The model's effort that is the fewest steps away, the lesser one of two. */
function closest(effort: Effort, { target }: SettingWriter): Effort | undefined {
  const wanted = efforts.indexOf(effort);
  const distance = (known: Effort) => Math.abs(efforts.indexOf(known) - wanted);
  return efforts
    .filter((known) => target.abilities.efforts.includes(known))
    .sort((a, b) => distance(a) - distance(b))[0];
}
