import { MonagoError } from '../../errors.ts';
import { type JsonEdits, spliceMembers } from '../json-splice.ts';
import { type JsonNode, type JsonObject, parseJsonTree } from '../json-tree.ts';
import type { Ledger } from '../ledger.ts';
import { allowBetas, bedrockBetas } from './bedrock-betas.ts';
import { withoutBillingLine } from './without-billing-line.ts';
import { withoutCacheScope } from './without-cache-scope.ts';

const version = '"bedrock-2023-05-31"';
const scopeBeta = 'prompt-caching-scope-2026-01-05';

/**
 * Anthropic's Messages request as the body of InvokeModel: without what the path says, with Bedrock's version and
 * opt-ins; everything else stays as the client wrote it, as the prompt cache depends on it.
 * @param betas of the client's `anthropic-beta` header
 * @throws MonagoError `invalid_request` for a body that is not an object, `unsupported_parameter` through the ledger
 */
export function toInvokeBody(body: string, betas: readonly string[], ledger: Ledger): string {
  const request = readObject(body);
  const asked = [...betas, ...ownBetas(request)];
  const taken = allowBetas(asked, bedrockBetas, ledger);
  const prompt = asked.includes(scopeBeta) ? withoutScopes(request, ledger) : {};
  const members = { ...prompt, ...withoutBilling(request, prompt, ledger) };
  return spliceMembers(body, {
    ...members,
    ...accountedFor(request, ledger),
    model: undefined,
    stream: undefined,
    anthropic_version: version,
    anthropic_beta: taken.length > 0 ? JSON.stringify(taken) : undefined,
  });
}

function readObject(body: string): JsonObject {
  try {
    const node = parseJsonTree(body);
    if (node.kind === 'object') return node;
  } catch {
    // Answered below: the complaint is the same.
  }
  throw new MonagoError('invalid_request', { message: 'The body has to be a JSON object.' });
}

/** A client that was made for Bedrock has its opt-ins in the body already. */
function ownBetas({ members }: JsonObject): string[] {
  const listed = members.get('anthropic_beta');
  if (listed?.kind !== 'array') return [];
  return listed.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

// The scope of a cache mark is understood only with its opt-in, which Bedrock does not know.
function withoutScopes({ members }: JsonObject, ledger: Ledger): JsonEdits {
  const edits: Record<string, string> = {};
  for (const name of ['system', 'messages', 'tools']) {
    const node = members.get(name);
    const text = node && withoutCacheScope(node);
    if (node === undefined || text === undefined || text === node.raw) continue;
    edits[name] = text;
    ledger.drop('cache_control.scope');
  }
  return edits;
}

function withoutBilling({ members }: JsonObject, prompt: JsonEdits, ledger: Ledger): JsonEdits {
  const system = prompt['system'] ?? members.get('system')?.raw;
  if (system === undefined) return {};
  const rest = withoutBillingLine(system);
  if (rest === system) return {};
  ledger.drop('system[0]');
  return { system: rest };
}

/** Members that Bedrock refuses. */
function accountedFor({ members }: JsonObject, ledger: Ledger): JsonEdits {
  const edits: Record<string, undefined> = {};
  for (const name of ['metadata', 'service_tier', 'container', 'inference_geo']) {
    const node = members.get(name);
    if (node === undefined) continue;
    edits[name] = undefined;
    if (isOfConsequence(name, node)) ledger.lose(name, 'is not known to Claude on Bedrock');
    else ledger.drop(name);
  }
  return edits;
}

function isOfConsequence(name: string, node: JsonNode): boolean {
  const isNull = node.kind === 'literal' && node.value === null;
  return !isNull && (name === 'container' || name === 'inference_geo');
}
