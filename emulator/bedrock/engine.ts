import {
  type PromptCache as ClaudeCache,
  createPromptCache as createClaudeCache,
} from '../anthropic/prompt-cache.ts';
import { createPromptCache, type PromptCache } from './converse/prompt-cache.ts';

/** What one emulator remembers from call to call. */
export type Engine = { claudeCache: ClaudeCache; promptCache: PromptCache };

export function createEngine(): Engine {
  return { claudeCache: createClaudeCache(), promptCache: createPromptCache() };
}
