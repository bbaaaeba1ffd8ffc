import type { Reply } from '../../server/reply.ts';
import type { SeenRequest } from '../../server/request-log.ts';
import { validation } from '../aws-failure.ts';
import type { Engine } from '../engine.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';
import { invokeClaude } from './claude-invoke.ts';
import { type Invocation, streamReply, unaryReply } from './invocation.ts';
import { invokeNova } from './nova-invoke.ts';
import { invokePrompt, llamaDialect, mistralDialect } from './prompt-invoke.ts';
import { invokeTitanEmbeddings } from './titan-invoke.ts';

/** `POST /model/{id}/invoke`: each family in its own dialect. */
export function invoke(model: BedrockModel, request: SeenRequest, engine: Engine): Reply {
  return unaryReply(run(model, request, engine), request);
}

/** `POST /model/{id}/invoke-with-response-stream`. */
export function invokeStream(model: BedrockModel, request: SeenRequest, engine: Engine): Reply {
  const { events, spent } = run(model, request, engine);
  if (events === undefined) throw validation('The model is unsupported for streaming');
  return streamReply(events, spent, request);
}

function run(model: BedrockModel, request: SeenRequest, engine: Engine): Invocation {
  const { body } = request;
  switch (model.family) {
    case 'claude':
      return invokeClaude(model, request, engine);
    case 'nova':
      return invokeNova(model, body);
    case 'llama':
      return invokePrompt(llamaDialect, body);
    case 'mistral':
      return invokePrompt(mistralDialect, body);
    case 'titan-embed':
      return invokeTitanEmbeddings(body);
    case 'other':
      throw validation('The emulated model is reached through Converse only.');
  }
}
