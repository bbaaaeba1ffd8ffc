import type { ToolNames } from '../chat/tool-names.ts';
import type { Conversation } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Ledger } from '../ledger.ts';
import type { TargetModel } from '../model-abilities.ts';
import type { DocumentNames } from './document-names.ts';
import type { ToolIds } from './tool-ids.ts';

/** What every part of the writing of one request needs. */
export interface RequestWriting {
  readonly target: TargetModel;
  readonly ledger: Ledger;
  readonly names: ToolNames;
  readonly ids: ToolIds;
  readonly documents: DocumentNames;
}

/** Members of an object; the undefined ones are left out. */
export type Members = { readonly [name: string]: Emittable | undefined };

/** Where a setting stands in the client's request. */
export function placeOf(
  { settingsAt }: Conversation,
  name: keyof Conversation['settingsAt'],
): string {
  return settingsAt[name] ?? name;
}

/** Undefined for an object without members. */
export function unlessEmpty(members: Members): Members | undefined {
  return Object.values(members).some((value) => value !== undefined) ? members : undefined;
}
