const nameLengthMax = 256;
const arnLengthMax = 2_048;

// The first character rules out `.`, which a path would swallow.
const name = /^[A-Za-z0-9][A-Za-z0-9._:@+=,~()[\]-]*$/;
const arn =
  /^arn:aws(?:-[a-z]+)*:bedrock:[a-z0-9-]*:\d{0,12}:[a-z][a-z-]*(?:\/[A-Za-z0-9][A-Za-z0-9._:-]*){1,3}$/;

/**
 * Whether a model's name can go into the path of a request that is signed with the tenant's key: nothing in it can lead
 * to another path, query or host. Slashes are for ARNs of Bedrock only.
 */
export function isSafeModelId(id: string): boolean {
  if (id.includes('..')) return false;
  if (id.startsWith('arn:')) return id.length <= arnLengthMax && arn.test(id);
  return id.length <= nameLengthMax && name.test(id);
}

/**
 * The same for a name that somebody wrote down for a provider with an API like OpenAI's or Anthropic's, where it goes into
 * the body: model servers have names such as `meta-llama/Llama-3.1-8B-Instruct`.
 */
export function isSafeServerModel(model: string): boolean {
  return model.length <= nameLengthMax && model.split('/').every(isSafeModelId);
}
