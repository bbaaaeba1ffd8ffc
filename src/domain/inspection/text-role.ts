/** Who speaks in a text. What tools return and documents that were looked up are `tool`. */
export type TextRole = 'system' | 'user' | 'assistant' | 'tool';
