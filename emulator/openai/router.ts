import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import type { Account } from './account.ts';
import { methodNotSupported, unknownUrl } from './api-failure.ts';
import { chatCompletions } from './chat-completions.ts';
import { completions } from './completions.ts';
import { embeddings } from './embeddings.ts';
import { listModels, retrieveModel } from './models.ts';
import { countInputTokens, createResponse } from './responses.ts';
import { deleteResponse, listInputItems, retrieveResponse } from './stored-responses.ts';

/** A request as its endpoint sees it; `argument` is the part of the path that names an object. */
type Call = { body: Buffer; argument: string; query: URLSearchParams; account: Account };

type Route = { method: string; path: RegExp; answer: (call: Call) => Reply };

const routes: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/models$/, answer: () => listModels() },
  {
    method: 'GET',
    path: /^\/v1\/models\/([^/]+)$/,
    answer: ({ argument }) => retrieveModel(argument),
  },
  {
    method: 'POST',
    path: /^\/v1\/chat\/completions$/,
    answer: ({ body, account }) => chatCompletions(body, account.chat),
  },
  { method: 'POST', path: /^\/v1\/completions$/, answer: ({ body }) => completions(body) },
  { method: 'POST', path: /^\/v1\/embeddings$/, answer: ({ body }) => embeddings(body) },
  {
    method: 'POST',
    path: /^\/v1\/responses$/,
    answer: ({ body, account }) => createResponse(body, account.responses),
  },
  {
    method: 'POST',
    path: /^\/v1\/responses\/input_tokens$/,
    answer: ({ body, account }) => countInputTokens(body, account.responses),
  },
  {
    method: 'GET',
    path: /^\/v1\/responses\/([^/]+)$/,
    answer: ({ argument, account }) => retrieveResponse(argument, account.responses),
  },
  {
    method: 'DELETE',
    path: /^\/v1\/responses\/([^/]+)$/,
    answer: ({ argument, account }) => deleteResponse(argument, account.responses),
  },
  {
    method: 'GET',
    path: /^\/v1\/responses\/([^/]+)\/input_items$/,
    answer: ({ argument, query, account }) => listInputItems(argument, query, account.responses),
  },
];

/** The answer of the endpoint that method and path name. */
export function route(request: SeenRequest, account: Account): Reply {
  const [path = '', search = ''] = request.path.split('?', 2);
  const candidates = routes.filter((candidate) => candidate.path.test(path));
  if (candidates.length === 0) throw unknownUrl(request.method, path);
  const target = candidates.find((candidate) => candidate.method === request.method);
  if (target === undefined) throw methodNotSupported(request.method, path);
  const argument = decoded(target.path.exec(path)?.[1] ?? '');
  if (argument === undefined) throw unknownUrl(request.method, path);
  const query = new URLSearchParams(search);
  return target.answer({ body: request.body, argument, query, account });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
