import type { ResponseItemList } from 'openai/resources/responses/input-items';
import { jsonReply, type Reply } from '../server/reply.ts';
import { notStored } from './api-failure.ts';
import { invalidValue } from './parameters.ts';
import { engineHeaders } from './provider-headers.ts';
import type { ResponseStore, StoredResponse } from './response-store.ts';

const PAGE_ITEMS = 20;
const PAGE_ITEMS_MAX = 100;

/** `GET /v1/responses/{id}`. */
export function retrieveResponse(id: string, store: ResponseStore): Reply {
  return json(stored(id, store).response);
}

/** `DELETE /v1/responses/{id}`. */
export function deleteResponse(id: string, store: ResponseStore): Reply {
  stored(id, store);
  store.remove(id);
  return json({ id, object: 'response', deleted: true });
}

/** `GET /v1/responses/{id}/input_items`, newest first unless told, in pages. */
export function listInputItems(id: string, query: URLSearchParams, store: ResponseStore): Reply {
  const { input } = stored(id, store);
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalidValue('order', order, ['asc', 'desc']);
  const all = order === 'asc' ? input : input.toReversed();
  const start = all.findIndex((item) => item.id === query.get('after')) + 1;
  const size = Math.min(Number(query.get('limit') ?? PAGE_ITEMS) || PAGE_ITEMS, PAGE_ITEMS_MAX);
  const data = all.slice(start, start + size);
  const page = {
    object: 'list',
    data,
    first_id: data.at(0)?.id ?? '',
    last_id: data.at(-1)?.id ?? '',
    has_more: start + size < all.length,
  } satisfies Omit<ResponseItemList, 'data'> & { data: unknown[] };
  return json(page);
}

function stored(id: string, store: ResponseStore): StoredResponse {
  const found = store.find(id);
  if (found === undefined) throw notStored(`Response with id '${id}' not found.`, null);
  return found;
}

function json(value: unknown): Reply {
  return jsonReply(200, value, { headers: engineHeaders('application/json', 1), indent: 2 });
}
