import { AwsFailure, modelRefusal, validation } from '../aws-failure.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';
import { type Block, type ConverseRequest, fieldsOf, type Turn } from './conversation.ts';

const MISTRAL_ID = /^[a-zA-Z0-9]{9}$/;

/** Refuses what the service knows that the model does not take. */
export function checkModelRules(request: ConverseRequest): void {
  const { model, turns, fields } = request;
  if (model.output === 'EMBEDDING') {
    throw validation('The requested operation is not recognized by the service.');
  }
  checkTools(request);
  checkCaching(request);
  for (const turn of turns) checkTurn(model, turn);
  const format = fieldsOf(fields['outputConfig'])['textFormat'];
  if (format !== undefined && !model.hasStructuredOutput) {
    throw unsupported('outputConfig.textFormat');
  }
  checkTokens(request);
}

/** Refuses tools while streaming where the model calls them in one piece only. */
export function checkStreaming({ model, tools }: ConverseRequest): void {
  if (tools.length === 0 || model.toolUse === 'streamed') return;
  throw validation("This model doesn't support tool use in streaming mode.");
}

function checkTools({ model, tools, toolChoice }: ConverseRequest): void {
  if (tools.length > 0 && model.toolUse === 'none') {
    throw validation("This model doesn't support tool use.");
  }
  if (toolChoice === undefined) return;
  if (!model.toolChoices.some((choice) => choice === toolChoice.kind)) {
    throw unsupported(`toolConfig.toolChoice.${toolChoice.kind}`);
  }
  const { name } = fieldsOf(toolChoice.body);
  const isKnown = tools.some(({ body }) => fieldsOf(body)['name'] === name);
  if (toolChoice.kind === 'tool' && !isKnown) {
    throw modelRefusal(`tool_choice: Tool '${String(name)}' not found in provided tools`);
  }
}

function checkCaching({ model, tools, system, turns }: ConverseRequest): void {
  const places = { tools, system, messages: turns.flatMap(({ blocks }) => blocks) };
  const points = (blocks: readonly Block[]) => blocks.find(({ kind }) => kind === 'cachePoint');
  const used = Object.entries(places).filter(([, blocks]) => points(blocks) !== undefined);
  if (used.length > 0 && model.cachePoints.length === 0) {
    const message =
      'You invoked an unsupported model or your request did not allow prompt caching. ' +
      'See the documentation for more information.';
    throw new AwsFailure(403, { code: 'AccessDeniedException', message });
  }
  const [wrong] = used.filter(([place]) => !model.cachePoints.some((known) => known === place));
  const at = wrong && points(wrong[1])?.at;
  if (at === undefined) return;
  throw modelRefusal(
    `Malformed input request: #/${at.replaceAll('.', '/')}: extraneous key [cachePoint] is not permitted, ` +
      'please reformat your input and try again.',
  );
}

function checkTurn(model: BedrockModel, { role, blocks, at }: Turn): void {
  if (role === 'system' && model.family !== 'claude') {
    throw validation(`The value at ${at}.role must be one of the following: user, assistant.`);
  }
  const kinds = new Set(blocks.map(({ kind }) => kind));
  const refused = [...kinds].find((kind) => !takes(model, kind));
  if (refused !== undefined) throw unsupported(`${at}.content.${refused}`);
  if (kinds.has('toolResult') && kinds.size > 1 && !model.mixesToolResults) {
    throw validation(
      `${at}.content: Conversation blocks and tool result blocks cannot be provided in the same turn.`,
    );
  }
  if (model.family !== 'mistral') return;
  const ids = blocks.flatMap(({ body }) => fieldsOf(body)['toolUseId'] ?? []);
  if (ids.every((id) => MISTRAL_ID.test(String(id)))) return;
  throw modelRefusal('Tool call id has to be defined as 9 characters of a-z, A-Z, 0-9.');
}

function takes(model: BedrockModel, kind: string): boolean {
  switch (kind) {
    case 'image':
      return model.input.includes('IMAGE');
    case 'video':
      return model.input.includes('VIDEO');
    case 'audio':
      return false;
    case 'document':
      return model.takesDocuments;
    case 'reasoningContent':
      return model.family === 'claude' || model.family === 'nova' || model.alwaysReasons;
    case 'searchResult':
    case 'toolAddition':
    case 'toolRemoval':
      return model.family === 'claude';
    default:
      return true;
  }
}

function checkTokens({ model, inference }: ConverseRequest): void {
  const { maxTokens } = inference;
  if (typeof maxTokens !== 'number' || maxTokens <= model.outputTokensMax) return;
  throw validation(
    'The maximum tokens you requested exceeds the model limit of ' +
      `${model.outputTokensMax}. Try again with a maximum tokens value that is lower than ${model.outputTokensMax}.`,
  );
}

function unsupported(field: string): AwsFailure {
  return validation(
    `This model doesn't support the ${field} field. Remove ${field} and try again.`,
  );
}
