import { type Fields, isFields } from '../../server/json.ts';
import type { SeenRequest } from '../../server/request-log.ts';
import { type AwsFailure, validation } from '../aws-failure.ts';
import { callClaude, readBetas } from '../claude-call.ts';
import type { Engine } from '../engine.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';
import type { Invocation } from './invocation.ts';

const VERSION = 'bedrock-2023-05-31';
const HINT = 'please reformat your input and try again.';

/** Claude in its own dialect, with the version and the opt-ins in the body. */
export function invokeClaude(
  model: BedrockModel,
  { body, headers }: SeenRequest,
  { claudeCache: promptCache }: Engine,
): Invocation {
  const { fields, betas } = nativeBody(body, headerBetas(headers['anthropic-beta']));
  const missing = ['max_tokens', 'messages'].find((name) => fields[name] === undefined);
  if (missing !== undefined) throw malformed(`#: required key [${missing}] not found`);
  const call = { modelId: model.id, betas, promptCache, refusal: validation };
  const { message, events } = callClaude(fields, call);
  const usage = isFields(message['usage']) ? message['usage'] : {};
  return {
    body: ofBedrock(message),
    events: events.map((event) => Object(JSON.parse(ofBedrock(event)))),
    spent: {
      input: Number(usage['input_tokens']),
      output: Number(usage['output_tokens']),
      cacheRead: Number(usage['cache_read_input_tokens'] ?? 0),
      cacheWrite: Number(usage['cache_creation_input_tokens'] ?? 0),
    },
  };
}

/** A body without what Bedrock itself reads of it. The model and the way of answering are in the path. */
export function nativeBody(
  body: Buffer,
  named: readonly string[],
): { fields: Fields; betas: string[] } {
  const { anthropic_version: version, anthropic_beta: listed, ...fields } = parse(body);
  const extraneous = ['model', 'stream'].find((name) => fields[name] !== undefined);
  if (extraneous !== undefined) {
    throw malformed(`#: extraneous key [${extraneous}] is not permitted`);
  }
  if (version === undefined) throw malformed('#: required key [anthropic_version] not found');
  if (version !== VERSION) throw validation(`Invalid API version: ${String(version)}`);
  const betas = readBetas(listed);
  if (betas === undefined) throw malformed('#/anthropic_beta: expected type: JSONArray');
  return { fields, betas: [...named, ...betas] };
}

function parse(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw validation(`Malformed input request, ${HINT}`);
}

// Some clients leave the opt-ins where Anthropic wants them; Bedrock heeds that place too.
function headerBetas(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().flatMap((line) => line.split(',').map((name) => name.trim()));
}

// Ids say where they were made. Within JSON strings a quotation mark is escaped, so only members are met.
function ofBedrock(value: Fields): string {
  return JSON.stringify(value)
    .replaceAll('"id":"msg_', '"id":"msg_bdrk_')
    .replaceAll('"id":"toolu_', '"id":"toolu_bdrk_');
}

function malformed(what: string): AwsFailure {
  return validation(`Malformed input request: ${what}, ${HINT}`);
}
