import type { SeenRequest } from '../server/request-log.ts';
import { type AccountRules, defaultRegion, type Permissions, userArn } from './account.ts';
import { AwsFailure } from './aws-failure.ts';
import { bedrockCodes, verifySignature } from './verify-signature.ts';

export type BedrockAction =
  | 'ListFoundationModels'
  | 'ListInferenceProfiles'
  | 'InvokeModel'
  | 'InvokeModelWithResponseStream'
  | 'CountTokens';

/** Throws the 403 that Bedrock gives to a request that is not authenticated or not permitted. */
export async function authorize(
  request: SeenRequest,
  action: BedrockAction,
  rules: AccountRules,
): Promise<void> {
  const permissions = await permissionsOf(request, rules);
  const isInvocation = action.startsWith('InvokeModel');
  if (permissions === 'all' || (permissions === 'invoke-only' && isInvocation)) return;
  throw accessDenied(`bedrock:${action}`);
}

export function accessDenied(action: string): AwsFailure {
  const message =
    `User: ${userArn} is not authorized to perform: ${action} ` +
    `because no identity-based policy allows the ${action} action`;
  return new AwsFailure(403, { code: 'AccessDeniedException', message });
}

async function permissionsOf(request: SeenRequest, rules: AccountRules): Promise<Permissions> {
  const apiKey = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (apiKey !== undefined) return permissionsOfApiKey(apiKey, rules);
  const key = await verifySignature(request, { service: 'bedrock', codes: bedrockCodes }, rules);
  if (key.isUnknownToBedrock) {
    const message = 'The security token included in the request is not valid in this region.';
    throw new AwsFailure(403, { code: bedrockCodes.unknownKey, message });
  }
  return key.permissions ?? 'all';
}

// A key of another region is refused in the words for a wrong one.
function permissionsOfApiKey(apiKey: string, rules: AccountRules): Permissions {
  const known = rules.apiKeys?.find(({ key }) => key === apiKey);
  const region = rules.region ?? defaultRegion;
  if (known !== undefined && (known.region ?? region) === region) return known.permissions ?? 'all';
  throw new AwsFailure(403, {
    code: 'AccessDeniedException',
    message: 'Authentication failed: Please make sure your API Key is valid.',
    member: 'Message',
  });
}
