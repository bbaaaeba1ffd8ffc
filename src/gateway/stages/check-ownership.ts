import { MonagoError } from '../../domain/errors.ts';
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
  if (wanted.length > 0) await requireOwn(wanted, caller, exchange);
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

/** An item that stands for a stored one: its type may be left out, and reasoning without its own seal is looked up too. */
function isReference(item: Readonly<Record<string, unknown>>): boolean {
  const { type, role, encrypted_content: seal } = item;
  if (type === 'reasoning') return typeof seal !== 'string' || seal === '';
  return type === 'item_reference' || (type === undefined && role === undefined);
}

async function requireOwn(
  references: readonly Reference[],
  { tenantId, workspaceId }: Caller,
  { use }: Exchange,
): Promise<void> {
  const ids = [...new Set(references.map(({ id }) => id))];
  const own = await use.storedResponses.known(tenantId, workspaceId, ids);
  const foreign = references.find(({ id }) => !own.has(id));
  if (foreign === undefined) return;
  throw new MonagoError('not_found', {
    message: `\`${shown(foreign.id)}\` was not found: this workspace has made no such response, or too long ago.`,
    param: foreign.param,
  });
}

const kept = ['conversation', 'prompt'] as const;

function refuseForeignContent({ members }: Prompt): void {
  for (const name of kept) {
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
