import { type Fields, isFields } from '../../server/json.ts';
import { AwsFailure } from '../aws-failure.ts';
import type { BedrockModel } from '../model/bedrock-model.ts';
import { checkContent } from './content-rules.ts';
import { type ConverseRequest, readConversation } from './conversation.ts';
import { checkConversation } from './conversation-rules.ts';
import { checkModelRules } from './model-rules.ts';
import { checkShape, type Shape } from './shape.ts';

/** Reads the body of Converse or ConverseStream. Throws the refusal that it deserves. */
export function readConverseRequest(
  body: Buffer,
  model: BedrockModel,
  shape: Shape,
): ConverseRequest {
  const fields = parseFields(body);
  checkShape(shape, fields);
  return checked(readConversation(fields, model));
}

/** The same request, if Bedrock takes it. */
export function checked(request: ConverseRequest): ConverseRequest {
  checkConversation(request);
  checkContent(request);
  checkModelRules(request);
  return request;
}

/** A JSON object, or the refusal for what is none. */
export function parseFields(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new AwsFailure(400, { code: 'SerializationException', message: 'Malformed input' });
}
