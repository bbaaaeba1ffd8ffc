export type ToolChoice = 'auto' | 'any' | 'tool';

/** What one model takes and gives, as far as Bedrock itself refuses the rest. */
export type BedrockModel = {
  id: string;
  name: string;
  by: string;
  family: 'claude' | 'nova' | 'llama' | 'mistral' | 'titan-embed' | 'other';
  /** Prefixes of the inference profiles that span regions. */
  geographies: readonly string[];
  /** False where only an inference profile may be invoked. */
  isOnDemand: boolean;
  input: readonly ('TEXT' | 'IMAGE' | 'VIDEO')[];
  output: 'TEXT' | 'EMBEDDING';
  takesDocuments: boolean;
  /** `unary`: not while streaming. */
  toolUse: 'none' | 'unary' | 'streamed';
  toolChoices: readonly ToolChoice[];
  /** Where a cache point may stand. */
  cachePoints: readonly ('system' | 'messages' | 'tools')[];
  /** Reasons unasked, and shows it without a signature. */
  alwaysReasons: boolean;
  hasStructuredOutput: boolean;
  /** Tool results and other content in one turn. */
  mixesToolResults: boolean;
  outputTokensMax: number;
};
