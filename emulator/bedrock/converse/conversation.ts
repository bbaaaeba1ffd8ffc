import { type Fields, isFields, isStringArray } from '../../server/json.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';

/** The one member of a union, and where it stands in the words of the service. */
export type Block = { kind: string; body: unknown; at: string };
export type Turn = { role: string; blocks: Block[]; at: string };

/** A request that Bedrock takes; what the model behind it says to it is another question. */
export type ConverseRequest = {
  model: BedrockModel;
  fields: Fields;
  turns: Turn[];
  system: Block[];
  /** Tools and cache points. */
  tools: Block[];
  toolChoice: Block | undefined;
  inference: Fields;
  /** `additionalModelRequestFields`. */
  native: Fields;
  stopSequences: string[];
};

/** Reads a conversation whose shape is known to be right. */
export function readConversation(fields: Fields, model: BedrockModel): ConverseRequest {
  const toolConfig = fieldsOf(fields['toolConfig']);
  const inference = fieldsOf(fields['inferenceConfig']);
  const { stopSequences } = inference;
  return {
    model,
    fields,
    turns: readTurns(fields['messages']),
    system: readBlocks(fields['system'], 'system'),
    tools: readBlocks(toolConfig['tools'], 'toolConfig.tools'),
    toolChoice: readBlocks([toolConfig['toolChoice']], 'toolConfig.toolChoice')[0],
    inference,
    native: fieldsOf(fields['additionalModelRequestFields']),
    stopSequences: isStringArray(stopSequences) ? stopSequences : [],
  };
}

/** The blocks of a list of unions, each with its place. */
export function readBlocks(list: unknown, at: string): Block[] {
  const entries: unknown[] = Array.isArray(list) ? list : [];
  return entries.flatMap((entry, index) => {
    const [member] = Object.entries(fieldsOf(entry)).filter(([, body]) => body !== null);
    return member === undefined ? [] : [{ kind: member[0], body: member[1], at: `${at}.${index}` }];
  });
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The text of a block: its own, or of the results of a tool. */
export function textOf({ kind, body }: Block): string {
  if (kind === 'text') return String(body);
  if (kind === 'guardContent') return String(fieldsOf(fieldsOf(body)['text'])['text'] ?? '');
  if (kind === 'json') return JSON.stringify(body);
  if (kind !== 'toolResult') return '';
  return readBlocks(fieldsOf(body)['content'], '').map(textOf).join('');
}

function readTurns(messages: unknown): Turn[] {
  const list: unknown[] = Array.isArray(messages) ? messages : [];
  return list.map(fieldsOf).map(({ role, content }, index) => ({
    role: String(role),
    blocks: readBlocks(content, `messages.${index}.content`),
    at: `messages.${index}`,
  }));
}
