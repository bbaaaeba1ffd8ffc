import type { Conversation, Settings } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Writing } from './writing.ts';

/** The limit that Anthropic demands: the client's, or the most that the model can write. */
export function writeMaxTokens(conversation: Conversation, use: Writing): number {
  const most = use.abilities.maxOutputTokens;
  const wanted = conversation.settings.maxTokens ?? most;
  if (wanted <= most) return wanted;
  const at = conversation.settingsAt.maxTokens ?? 'max_tokens';
  use.ledger.alter(at, `is more than the ${most} tokens that this model can write`);
  return most;
}

/** @param isThinking a model that thinks takes next to no sampling settings */
export function writeSampling(conversation: Conversation, isThinking: boolean, use: Writing) {
  const sampling = new Sampling(conversation, isThinking, use);
  const temperature = sampling.temperature();
  return { temperature, top_p: sampling.topP(temperature), top_k: sampling.topK() };
}

class Sampling {
  readonly #conversation: Conversation;
  readonly #isThinking: boolean;
  readonly #use: Writing;

  constructor(conversation: Conversation, isThinking: boolean, use: Writing) {
    this.#conversation = conversation;
    this.#isThinking = isThinking;
    this.#use = use;
  }

  /** One is the default, so that nothing is lost where it cannot be said. */
  temperature(): number | undefined {
    const { temperature, topP = 1 } = this.#conversation.settings;
    if (temperature === undefined || this.#isLost('temperature', temperature === 1))
      return undefined;
    // Where it is not taken beside top_p, not even the default is.
    if (temperature === 1 && topP !== 1 && !this.#isBothTaken()) return undefined;
    const most = this.#use.abilities.temperatureMax;
    if (temperature <= most) return temperature;
    const at = this.#conversation.settingsAt.temperature ?? 'temperature';
    this.#use.ledger.alter(at, `is more than ${most}, which is the most that this model takes`);
    return most;
  }

  topP(temperature: number | undefined): number | undefined {
    const { topP } = this.#conversation.settings;
    if (topP === undefined || topP === 1) return undefined;
    if (this.#use.abilities.sampling && this.#isThinking && topP >= 0.95) return topP;
    if (this.#isLost('topP', false)) return undefined;
    if (temperature === undefined || this.#isBothTaken()) return topP;
    const at = this.#conversation.settingsAt.topP ?? 'top_p';
    this.#use.ledger.lose(at, 'cannot be combined with a temperature for this model');
    return undefined;
  }

  topK(): number | undefined {
    const { topK } = this.#conversation.settings;
    return topK === undefined || this.#isLost('topK', false) ? undefined : topK;
  }

  #isBothTaken(): boolean {
    return this.#use.abilities.temperatureWithTopP ?? true;
  }

  #isLost(setting: keyof Settings, isDefault: boolean): boolean {
    if (this.#use.abilities.sampling && !this.#isThinking) return false;
    if (isDefault) return true;
    const at = this.#conversation.settingsAt[setting] ?? setting;
    this.#use.ledger.lose(
      at,
      this.#use.abilities.sampling
        ? 'cannot be set while this model thinks'
        : 'cannot be set for this model',
    );
    return true;
  }
}

/** Anthropic refuses sequences of white space alone. */
export function writeStop(conversation: Conversation, use: Writing): Emittable | undefined {
  const stop = conversation.settings.stop ?? [];
  const kept = stop.filter((sequence) => sequence.trim() !== '');
  if (kept.length < stop.length) {
    const at = conversation.settingsAt.stop ?? 'stop_sequences';
    use.ledger.lose(at, 'has a sequence of white space alone, which Anthropic refuses');
  }
  return kept.length > 0 ? kept : undefined;
}

const tiers: ReadonlyMap<string, string> = new Map([
  ['auto', 'auto'],
  ['priority', 'auto'],
  ['default', 'standard_only'],
  ['standard_only', 'standard_only'],
]);

export function writeServiceTier(conversation: Conversation, use: Writing): string | undefined {
  const { serviceTier } = conversation.settings;
  if (serviceTier === undefined) return undefined;
  const tier = tiers.get(serviceTier);
  // The tier is about price and delay, not about the answer.
  if (tier === undefined) use.ledger.drop(conversation.settingsAt.serviceTier ?? 'service_tier');
  return tier;
}

export function writeMetadata(conversation: Conversation, use: Writing): Emittable | undefined {
  const { user, metadata } = conversation.settings;
  if (metadata !== undefined) use.ledger.drop(conversation.settingsAt.metadata ?? 'metadata');
  return user === undefined ? undefined : { user_id: user };
}
