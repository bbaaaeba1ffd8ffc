import { MonagoError } from '../../domain/errors.ts';
import type { TenantId, WorkspaceId } from '../../domain/ids.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { shown } from '../prompt/target-of.ts';
import type { ClearedPrompt } from './decide.ts';

/**
 * Ids of stored responses open them to everybody who has a key of the same organisation: Monago lets a workspace use
 * those alone that it has made. What refers to content that Monago never saw is refused.
 * @throws MonagoError `not_found`, `unsupported_parameter`
 */
export async function checkOwnership(
  cleared: ClearedPrompt,
  caller: Caller,
  exchange: Exchange,
): Promise<void> {
  const { wire } = exchange.request.endpoint;
  const { prompt } = cleared;
  if (wire !== 'responses' || prompt.provider !== 'openai') return;
  refuseForeignContent(prompt);
  const wanted = referencesIn(prompt, exchange);
  await Promise.all(wanted.map((reference) => find(reference, caller, exchange)));
}

interface Reference {
  readonly id: string;
  readonly param: string;
}

function referencesIn({ members }: Prompt, { request }: Exchange): Reference[] {
  const references: Reference[] = [];
  const id = request.params['id'];
  if (id !== undefined) references.push({ id, param: 'id' });
  const previous = members['previous_response_id'];
  if (typeof previous === 'string') {
    references.push({ id: previous, param: 'previous_response_id' });
  }
  const items: unknown[] = Array.isArray(members['input']) ? members['input'] : [];
  for (const [at, item] of items.entries()) {
    const itemId = isFields(item) && isReference(item) ? item['id'] : undefined;
    if (typeof itemId === 'string') references.push({ id: itemId, param: `input[${at}].id` });
  }
  return references;
}

/** An item that is nothing but the id of another one; its type may be left out. */
function isReference(item: Readonly<Record<string, unknown>>): boolean {
  const { type } = item;
  return type === 'item_reference' || (type === undefined && item['role'] === undefined);
}

async function find(
  { id, param }: Reference,
  { tenantId, workspaceId }: { readonly tenantId: TenantId; readonly workspaceId: WorkspaceId },
  { use }: Exchange,
): Promise<void> {
  if ((await use.storedResponses.find(tenantId, workspaceId, id)) !== undefined) return;
  throw new MonagoError('not_found', {
    message: `\`${shown(id)}\` was not found: this workspace has made no such response, or too long ago.`,
    param,
  });
}

const foreign = ['conversation', 'prompt'] as const;

function refuseForeignContent({ members }: Prompt): void {
  for (const name of foreign) {
    if (members[name] === undefined || members[name] === null) continue;
    throw new MonagoError('unsupported_parameter', {
      message: `\`${name}\` refers to content that is kept at the provider, where Monago cannot inspect it. Send the content itself.`,
      param: name,
    });
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
