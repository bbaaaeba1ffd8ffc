import { type AccountRules, defaultRegion } from '../account.ts';
import { AwsFailure, validation } from '../aws-failure.ts';
import type { BedrockModel } from './bedrock-model.ts';
import { claudeModels } from './claude-models.ts';
import { openModels } from './open-models.ts';

export const models: readonly BedrockModel[] = [...claudeModels, ...openModels];

/** Models that were withdrawn. */
const retired = ['anthropic.claude-v2', 'anthropic.claude-v2:1', 'anthropic.claude-instant-v1'];
/** Resource names: of a model, of a profile that spans regions, or of one that the account made. */
const RESOURCE = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*):(\d{12})?:([a-z-]+)\/([a-zA-Z0-9.:_-]+)$/;

/**
 * The model by its id, by the id of a profile, or by the resource name of either.
 * Throws the 400 for what is none, and the 404 for what is no more.
 */
export function findModel(id: string, rules: AccountRules): BedrockModel {
  const [, region, , kind, name] = RESOURCE.exec(id) ?? [];
  if (name === undefined || kind === undefined) return byId(id);
  if (region !== '' && region !== (rules.region ?? defaultRegion)) throw unknownModel();
  return kind === 'foundation-model' || kind === 'inference-profile'
    ? byId(name)
    : byId(rules.applicationProfiles?.[name] ?? '');
}

function byId(id: string): BedrockModel {
  const exact = models.find((model) => model.id === id);
  if (exact !== undefined) return ifOnDemand(exact);
  const profile = models.find(({ id: ending, geographies }) =>
    geographies.some((geography) => id === `${geography}.${ending}`),
  );
  if (profile !== undefined) return profile;
  if (retired.includes(id)) {
    const message = 'This model version has reached the end of its life.';
    throw new AwsFailure(404, { code: 'ResourceNotFoundException', message });
  }
  throw unknownModel();
}

function ifOnDemand(model: BedrockModel): BedrockModel {
  if (model.isOnDemand) return model;
  // AWS writes this apostrophe.
  throw validation(
    `Invocation of model ID ${model.id} with on-demand throughput isn’t supported. ` +
      'Retry your request with the ID or ARN of an inference profile that contains this model.',
  );
}

function unknownModel(): AwsFailure {
  return validation('The provided model identifier is invalid.');
}
