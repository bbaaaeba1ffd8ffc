/** Where in an answer a piece of text belongs: nothing of one lane is ever looked at together with another one. */
export interface LaneKey {
  /** Of several answers to one prompt. */
  readonly choice: number;
  readonly kind: 'text' | 'refusal' | 'reasoning' | 'tool_arguments';
  /** Of the content block, or the tool call, in the answer. */
  readonly index: number;
}

const choicesMax = 128;
const toolsPerChoiceMax = 64;
const lanesMax = 1_024;

/**
 * The lanes of one answer, made when they are first written to. An answer that opens more lanes than any model does is not
 * passed on: `too_many` MUST end it.
 */
export class Lanes<Lane> {
  readonly #make: (key: LaneKey) => Lane;
  readonly #lanes = new Map<string, { readonly key: LaneKey; readonly lane: Lane }>();
  readonly #choices = new Map<number, { tools: number }>();

  constructor(make: (key: LaneKey) => Lane) {
    this.#make = make;
  }

  lane(key: LaneKey): Lane | 'too_many' {
    const id = `${key.choice} ${key.kind} ${key.index}`;
    const known = this.#lanes.get(id);
    if (known) return known.lane;
    if (!this.#admit(key)) return 'too_many';
    const lane = this.#make(key);
    this.#lanes.set(id, { key, lane });
    return lane;
  }

  /** In the order in which they were opened, to be flushed. */
  all(): readonly { readonly key: LaneKey; readonly lane: Lane }[] {
    return [...this.#lanes.values()];
  }

  #admit({ choice, kind }: LaneKey): boolean {
    const counted = this.#choices.get(choice) ?? { tools: 0 };
    const isNew = !this.#choices.has(choice);
    if (this.#lanes.size >= lanesMax || (isNew && this.#choices.size >= choicesMax)) return false;
    if (kind === 'tool_arguments' && counted.tools >= toolsPerChoiceMax) return false;
    if (kind === 'tool_arguments') counted.tools += 1;
    this.#choices.set(choice, counted);
    return true;
  }
}
