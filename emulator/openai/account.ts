import type { KeyRules } from './authorize.ts';
import type { ChatRules } from './chat-request.ts';
import type { ResponseStore } from './response-store.ts';

/** What one emulator knows: one organisation, whose keys all see the same stored responses. */
export type Account = { keys: KeyRules; chat: ChatRules; responses: ResponseStore };
