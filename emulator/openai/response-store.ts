import type { Fields } from '../server/json.ts';

const KEPT_MAX = 1_000;

/** An item of a conversation, as the API lists it: every one has an id. */
export type Item = Fields & { id: string };

export type StoredResponse = {
  response: Fields & { id: string };
  /** What this request added, oldest first. */
  input: Item[];
  /** The whole conversation up to and with this response. */
  conversation: Item[];
};

/** The responses that an organisation asked to be kept: whoever knows an id can read, continue and delete. */
export type ResponseStore = {
  keep(stored: StoredResponse): void;
  find(id: string): StoredResponse | undefined;
  /** False when there is none. */
  remove(id: string): boolean;
  findItem(id: string): Item | undefined;
};

/** Keeps the newest thousand. */
export function createResponseStore(): ResponseStore {
  const kept = new Map<string, StoredResponse>();
  return {
    keep: (stored) => {
      kept.set(stored.response.id, stored);
      const oldest = kept.size > KEPT_MAX ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
    },
    find: (id) => kept.get(id),
    remove: (id) => kept.delete(id),
    findItem: (id) => {
      for (const { conversation } of kept.values()) {
        const item = conversation.find((candidate) => candidate.id === id);
        if (item !== undefined) return item;
      }
      return undefined;
    },
  };
}
