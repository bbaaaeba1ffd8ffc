import type { Provider } from '../credential/credential.ts';
import type { Effort } from './conversation.ts';

/** What a model takes, as far as a translation depends on it. */
export interface ModelAbilities {
  readonly family: 'claude' | 'nova' | 'llama' | 'mistral' | 'openai' | 'other';
  /** Most tokens of one answer; the default where the format demands a limit and the client gave none. */
  readonly maxOutputTokens: number;
  /** Temperature, top_p and top_k. */
  readonly sampling: boolean;
  readonly temperatureMax: number;
  /** False: temperature or top_p, never both. */
  readonly temperatureWithTopP?: boolean;
  readonly tools: boolean;
  /** Tools may be forced. */
  readonly forcedTool: boolean;
  /** False: some tool may be forced, but not one by its name. */
  readonly namedTool?: boolean;
  /** Tool call ids have exactly nine letters and digits. */
  readonly shortToolIds: boolean;
  /** The last message may be the beginning of the answer. */
  readonly prefill: boolean;
  /** Instructions may stand between the turns. */
  readonly systemMidConversation: boolean;
  /** The ways in which thinking may be asked for; all false: the model does not think. */
  readonly thinking: {
    readonly budget: boolean;
    readonly adaptive: boolean;
    /** Thinking may be switched off. */
    readonly off: boolean;
  };
  /** Levels of effort that it knows; empty: none may be sent. */
  readonly efforts: readonly Effort[];
  /** Chat: false where functions are taken only with `reasoning_effort` set to `none`. */
  readonly reasoningWithTools?: boolean;
  /** Answers can be bound to a JSON Schema. */
  readonly structuredOutput: boolean;
  readonly promptCaching: boolean;
  readonly images: boolean;
  readonly documents: boolean;
  /** Chat: the name of the limit that it takes. */
  readonly maxTokensName: 'max_tokens' | 'max_completion_tokens';
}

/** Where a translated request goes. */
export interface TargetModel {
  readonly provider: Provider;
  /** As the provider names it. */
  readonly model: string;
  readonly abilities: ModelAbilities;
}
