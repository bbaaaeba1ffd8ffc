import type { Fields } from '../../server/json.ts';
import { modelRefusal, validation } from '../aws-failure.ts';
import { type Block, type ConverseRequest, fieldsOf, readBlocks, textOf } from './conversation.ts';

const TOKENS_DEFAULT = 4_096;
const plainFormats = new Set(['txt', 'md', 'csv', 'html']);

/** The request as Bedrock hands it to Claude: a body of the Messages API, without opt-ins. */
export function claudeMessage(request: ConverseRequest): Fields {
  const { inference, native, stopSequences, system, tools } = request;
  const { anthropic_beta: _betas, output_config: output, tools: own, ...extra } = native;
  const { maxTokens, temperature, topP } = inference;
  return {
    messages: request.turns.map(({ role, blocks }) => ({ role, content: content(blocks) })),
    max_tokens: maxTokens ?? Math.min(TOKENS_DEFAULT, request.model.outputTokensMax),
    ...(system.length > 0 ? { system: content(system) } : {}),
    ...allTools(tools, own),
    ...toolChoice(request.toolChoice),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stopSequences.length > 0 ? { stop_sequences: stopSequences } : {}),
    ...outputConfig(request, output),
    ...extra,
  };
}

function content(blocks: readonly Block[]): Fields[] {
  return cached(blocks, (block) => ({ ...messageBlock(block) }));
}

// A cache point is the mark of the block before it.
function cached(blocks: readonly Block[], convert: (block: Block) => Fields): Fields[] {
  const converted: Fields[] = [];
  for (const block of blocks) {
    if (block.kind !== 'cachePoint') {
      converted.push(convert(block));
      continue;
    }
    const { ttl } = fieldsOf(block.body);
    const control = { type: 'ephemeral', ...(ttl === undefined ? {} : { ttl }) };
    converted.push({ ...converted.pop(), cache_control: control });
  }
  return converted;
}

function messageBlock(block: Block): Fields {
  const body = fieldsOf(block.body);
  switch (block.kind) {
    case 'image':
      return image(body);
    case 'document':
      return document(body);
    case 'toolUse':
      return { type: 'tool_use', id: body['toolUseId'], name: body['name'], input: body['input'] };
    case 'toolResult':
      return {
        type: 'tool_result',
        tool_use_id: body['toolUseId'],
        content: content(readBlocks(body['content'], block.at)),
        ...(body['status'] === 'error' ? { is_error: true } : {}),
      };
    case 'reasoningContent':
      return thinking(body);
    case 'citationsContent': {
      const texts = readBlocks(body['content'], block.at).map(textOf);
      return { type: 'text', text: texts.join('') };
    }
    case 'searchResult': {
      const { source, title, content: found, citations } = body;
      const parts: unknown[] = Array.isArray(found) ? found : [];
      const texts = parts.map((part) => ({ type: 'text', ...fieldsOf(part) }));
      return { type: 'search_result', source, title, content: texts, citations };
    }
    case 'toolAddition':
    case 'toolRemoval':
      throw validation(`This model doesn't support the ${block.kind} field.`);
    default:
      return { type: 'text', text: textOf(block) };
  }
}

function image({ format, source }: Fields): Fields {
  const { bytes } = fieldsOf(source);
  if (bytes === undefined) throw validation("This model doesn't support the s3Location field.");
  const media = { type: 'base64', media_type: `image/${String(format)}`, data: bytes };
  return { type: 'image', source: media };
}

function document({ name, format, source, context, citations }: Fields): Fields {
  return {
    type: 'document',
    source: documentSource(fieldsOf(source), String(format ?? 'txt')),
    title: name,
    ...(context === undefined ? {} : { context }),
    ...(citations === undefined ? {} : { citations }),
  };
}

// Bedrock reads office files itself; what is in them does not matter here.
function documentSource({ bytes, text, content: parts }: Fields, format: string): Fields {
  if (format === 'pdf') return { type: 'base64', media_type: 'application/pdf', data: bytes };
  if (Array.isArray(parts)) {
    const texts = readBlocks(parts, '').map(textOf);
    return { type: 'text', media_type: 'text/plain', data: texts.join('\n') };
  }
  const data = plainFormats.has(format) ? Buffer.from(String(bytes), 'base64').toString() : format;
  return { type: 'text', media_type: 'text/plain', data: text ?? data };
}

function thinking({ reasoningText, redactedContent }: Fields): Fields {
  if (redactedContent !== undefined) return { type: 'redacted_thinking', data: redactedContent };
  const { text, signature } = fieldsOf(reasoningText);
  if (signature === undefined) throw modelRefusal('thinking.signature: Field required');
  return { type: 'thinking', thinking: text, signature };
}

function tool({ kind, body }: Block): Fields {
  if (kind !== 'toolSpec') throw validation(`This model doesn't support the ${kind} field.`);
  const { name, description, inputSchema, strict } = fieldsOf(body);
  return {
    name,
    input_schema: fieldsOf(inputSchema)['json'],
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
  };
}

// Tools that only Claude knows come beside those of Converse.
function allTools(tools: readonly Block[], own: unknown): Fields {
  const more: unknown[] = Array.isArray(own) ? own : [];
  const all = [...cached(tools, tool), ...more];
  return all.length > 0 ? { tools: all } : {};
}

function toolChoice(choice: Block | undefined): Fields {
  if (choice === undefined) return {};
  const { name } = fieldsOf(choice.body);
  return { tool_choice: { type: choice.kind, ...(name === undefined ? {} : { name }) } };
}

function outputConfig({ fields }: ConverseRequest, own: unknown): Fields {
  const { textFormat, effort } = fieldsOf(fields['outputConfig']);
  const { schema } = fieldsOf(fieldsOf(fieldsOf(textFormat)['structure'])['jsonSchema']);
  const config = {
    ...(effort === undefined ? {} : { effort }),
    ...(typeof schema === 'string' ? { format: jsonFormat(schema) } : {}),
    ...fieldsOf(own),
  };
  return Object.keys(config).length > 0 ? { output_config: config } : {};
}

function jsonFormat(schema: string): Fields {
  try {
    return { type: 'json_schema', schema: JSON.parse(schema) };
  } catch {
    throw validation(
      'The value at outputConfig.textFormat.structure.jsonSchema.schema is not JSON.',
    );
  }
}
