/** What the name of a model on AWS Bedrock says. */
export interface BedrockId {
  /** Prefix of an inference profile, e.g. `us`, `apac`, `global`; undefined: the model in its own region. */
  readonly area: string | undefined;
  /** The model's own id, e.g. `anthropic.claude-opus-4-8`; undefined where an ARN hides it. */
  readonly model: string | undefined;
}

const arn = /^arn:aws((?:-[a-z]+)*):bedrock:[^:]*:\d*:([a-z-]+)\/(.+)$/;
const open: ReadonlySet<string> = new Set(['foundation-model', 'inference-profile']);
const prefixed = /^([a-z]{2}|us-gov|apac|amer|global)\.([a-z0-9-]+\..+)$/;

/**
 * Reads a model id, the id of an inference profile, or an ARN of either. What other ARNs stand for (application inference
 * profiles, provisioned throughput, imported models) only the account knows.
 */
export function readBedrockId(id: string): BedrockId {
  const [, partition, kind, resource] = arn.exec(id) ?? [];
  if (kind === undefined || resource === undefined) return readName(id);
  if (!open.has(kind)) return { area: undefined, model: undefined };
  const name = readName(resource);
  return partition === '-us-gov' ? { ...name, area: 'us-gov' } : name;
}

function readName(id: string): BedrockId {
  const [, area, model] = prefixed.exec(id) ?? [];
  return model === undefined ? { area: undefined, model: id } : { area, model };
}
