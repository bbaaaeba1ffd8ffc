import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { methodNotSupported, unknownUrl } from './api-failure.ts';
import { chatCompletions } from './chat-completions.ts';
import { completions } from './completions.ts';
import { embeddings } from './embeddings.ts';
import { listModels, retrieveModel } from './models.ts';

type Route = { method: string; path: RegExp; answer: (body: Buffer, argument: string) => Reply };

const routes: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/models$/, answer: () => listModels() },
  { method: 'GET', path: /^\/v1\/models\/([^/]+)$/, answer: (_body, id) => retrieveModel(id) },
  { method: 'POST', path: /^\/v1\/chat\/completions$/, answer: chatCompletions },
  { method: 'POST', path: /^\/v1\/completions$/, answer: completions },
  { method: 'POST', path: /^\/v1\/embeddings$/, answer: embeddings },
];

/** The answer of the endpoint that method and path name. */
export function route(request: SeenRequest): Reply {
  const path = request.path.split('?', 1)[0] ?? '';
  const candidates = routes.filter((candidate) => candidate.path.test(path));
  if (candidates.length === 0) throw unknownUrl(request.method, path);
  const target = candidates.find((candidate) => candidate.method === request.method);
  if (target === undefined) throw methodNotSupported(request.method, path);
  const argument = decoded(target.path.exec(path)?.[1] ?? '');
  if (argument === undefined) throw unknownUrl(request.method, path);
  return target.answer(request.body, argument);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
