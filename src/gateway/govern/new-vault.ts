import { Vault } from '../../domain/inspection/tokens/vault.ts';
import { isFields, listOf } from '../../domain/protocol/segments/segment.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Governance } from './governance.ts';

const codeLength = 10;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * What tokens of one request stand for. Where the provider puts earlier words before it, numbers would begin again and mean
 * other values there: then every token is of its value alone, however the tenant has its tokens.
 */
export function newVault(
  { members }: Prompt,
  { caller, governance }: { readonly caller: Caller; readonly governance: Governance },
  { use }: Exchange,
): Vault {
  const { pseudonymKey } = use.directory.gatewaySettings(caller.tenantId);
  // Its own use of the tenant's key: no pseudonym is ever a token.
  const codeOf = (type: string, value: string) =>
    [...use.digest.hmacSha256(pseudonymKey, Buffer.from(`token\n${type}\n${value}`))]
      .slice(0, codeLength)
      .map((byte) => alphabet.charAt(byte % alphabet.length))
      .join('');
  const { tokenFormat } = governance.settings.inspection;
  return new Vault({ format: goesOn(members) ? 'stable' : tokenFormat, codeOf });
}

/** Whether the request is the next turn of a conversation that its provider keeps. */
function goesOn(members: Prompt['members']): boolean {
  const items = listOf(members['input']).filter(isFields);
  return (
    typeof members['previous_response_id'] === 'string' ||
    items.some((item) => item['type'] === 'item_reference' || isReference(item))
  );
}

/** Its type may be left out. */
function isReference({ type, role, id }: Readonly<Record<string, unknown>>): boolean {
  return type === undefined && role === undefined && typeof id === 'string';
}
