import type { StopReason } from '@aws-sdk/client-bedrock-runtime';

/** Words in the last message that make the answer end as a test needs it. */
const endings: Readonly<Record<string, StopReason>> = {
  PLEASE_REFUSE: 'guardrail_intervened',
  PLEASE_FILTER: 'content_filtered',
  PLEASE_OVERFLOW: 'model_context_window_exceeded',
  PLEASE_MALFORM_TOOL: 'malformed_tool_use',
  PLEASE_MALFORM: 'malformed_model_output',
};

/** How the last message asks the answer to end, if it does. */
export function askedEnding(said: string): StopReason | undefined {
  return Object.entries(endings).find(([words]) => said.includes(words))?.[1];
}
