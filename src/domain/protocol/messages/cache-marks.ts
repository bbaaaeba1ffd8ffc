import type { CacheMark, Conversation, Turn } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Ledger } from '../ledger.ts';
import type { ModelAbilities } from '../model-abilities.ts';

const marksMax = 4;

interface Marked {
  readonly at: string;
  readonly cache?: CacheMark;
}

/**
 * Hands out cache marks in the order of the prompt: tools, instructions, messages. Anthropic takes four; where there are
 * more, the last ones stay, since each covers everything before it.
 */
export class CacheMarks {
  readonly #ledger: Ledger;
  #surplus: number;
  #hasShort = false;

  constructor(conversation: Conversation, abilities: ModelAbilities, ledger: Ledger) {
    const { tools, system, turns } = conversation;
    const marked = [...tools, ...system, ...turns.flatMap(blocksOf)].filter(({ cache }) => cache);
    this.#ledger = ledger;
    this.#surplus = abilities.promptCaching ? marked.length - marksMax : marked.length;
  }

  /** The members that mark a block; to be asked once for each. */
  of({ cache, at }: Marked): { readonly cache_control?: Emittable } {
    if (cache === undefined) return {};
    this.#surplus -= 1;
    if (this.#surplus < 0)
      return { cache_control: { type: 'ephemeral', ttl: this.#ttl(cache, at) } };
    this.#ledger.drop(`${at}.cache_control`);
    return {};
  }

  /** What is kept for an hour may not come after what is kept for five minutes, which is the default. */
  #ttl({ ttl }: CacheMark, at: string): CacheMark['ttl'] {
    if (ttl !== '1h') this.#hasShort = true;
    if (ttl !== '1h' || !this.#hasShort) return ttl;
    this.#ledger.drop(`${at}.cache_control.ttl`);
    return undefined;
  }
}

function blocksOf(turn: Turn): readonly Marked[] {
  return turn.content.flatMap((block): readonly Marked[] => {
    if (block.kind === 'tool_result') return [...block.content, block];
    // Thinking is cached with what follows it, and takes no mark of its own.
    return block.kind === 'reasoning' || block.kind === 'redacted_reasoning' ? [] : [block];
  });
}
