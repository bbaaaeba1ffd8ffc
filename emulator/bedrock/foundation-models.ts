import { jsonReply, type Reply } from '../server/reply.ts';
import { awsHeaders } from './provider-headers.ts';

const catalogue = [
  { id: 'anthropic.claude-haiku-4-5-20251001-v1:0', name: 'Claude Haiku 4.5', by: 'Anthropic' },
  { id: 'amazon.nova-lite-v1:0', name: 'Nova Lite', by: 'Amazon' },
  { id: 'meta.llama3-3-70b-instruct-v1:0', name: 'Llama 3.3 70B Instruct', by: 'Meta' },
] as const;

/** By id, by the id of a profile that spans regions, or by the resource name of either. */
export function isModel(id: string): boolean {
  return catalogue.some((model) => id === model.id || id.endsWith(`.${model.id}`));
}

export function listFoundationModels(region: string): Reply {
  const modelSummaries = catalogue.map(({ id, name, by }) => ({
    modelArn: `arn:aws:bedrock:${region}::foundation-model/${id}`,
    modelId: id,
    modelName: name,
    providerName: by,
    inputModalities: ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
  }));
  return jsonReply(200, { modelSummaries }, { headers: awsHeaders('application/json'), indent: 0 });
}
