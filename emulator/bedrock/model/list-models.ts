import { jsonReply, type Reply } from '../../server/reply.ts';
import { accountNumber } from '../account.ts';
import { awsHeaders } from '../provider-headers.ts';
import { models } from './find-model.ts';

/** `GET /foundation-models` of the control plane. */
export function listFoundationModels(region: string): Reply {
  const modelSummaries = models.map((model) => ({
    modelArn: modelArn(region, model.id),
    modelId: model.id,
    modelName: model.name,
    providerName: model.by,
    inputModalities: model.input,
    outputModalities: [model.output],
    responseStreamingSupported: model.output === 'TEXT',
    customizationsSupported: [],
    inferenceTypesSupported: model.isOnDemand ? ['ON_DEMAND'] : ['INFERENCE_PROFILE'],
    modelLifecycle: { status: 'ACTIVE' },
  }));
  return reply({ modelSummaries });
}

/** `GET /inference-profiles`: those that AWS made, one for each geography of a model. */
export function listInferenceProfiles(region: string, query: URLSearchParams): Reply {
  const isAsked = (query.get('type') ?? 'SYSTEM_DEFINED') === 'SYSTEM_DEFINED';
  const profiles = models.flatMap((model) =>
    model.geographies.map((geography) => ({
      inferenceProfileName: `${geography.toUpperCase()} ${model.by} ${model.name}`,
      description: `Routes requests to ${model.name} within ${geography}.`,
      createdAt: '2025-01-01T00:00:00Z',
      updatedAt: '2025-01-01T00:00:00Z',
      inferenceProfileArn: `arn:aws:bedrock:${region}:${accountNumber}:inference-profile/${geography}.${model.id}`,
      models: [{ modelArn: modelArn(region, model.id) }],
      inferenceProfileId: `${geography}.${model.id}`,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    })),
  );
  return reply({ inferenceProfileSummaries: isAsked ? profiles : [] });
}

function modelArn(region: string, id: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${id}`;
}

function reply(body: unknown): Reply {
  return jsonReply(200, body, { headers: awsHeaders('application/json'), indent: 0 });
}
