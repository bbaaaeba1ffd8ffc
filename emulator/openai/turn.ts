/** A function that the model may call. */
export type Tool = { name: string; parameters: unknown };

export type ToolChoice =
  | { mode: 'none' | 'auto' | 'required' }
  | { mode: 'function'; name: string };

/** The tools that a request leaves to choose from, `allowed_tools` applied. */
export type ToolUse = { tools: Tool[]; toolChoice: ToolChoice; parallelTools: boolean };

export type TextFormat =
  | { type: 'text' | 'json_object' }
  | { type: 'json_schema'; schema: unknown };

/** What a model is asked, whichever endpoint asks it. */
export type Turn = ToolUse & {
  /** The text of the last message, or of the last tool result. */
  said: string;
  /** The last thing said is a tool's result: nothing is left to call. */
  answersTool: boolean;
  promptTokens: number;
  format: TextFormat;
  stop: string[];
  /** Reasoning and visible tokens together. */
  tokensMax: number;
  reasons: boolean;
  choices: number;
};
