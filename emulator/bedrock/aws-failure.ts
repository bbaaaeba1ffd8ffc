import { randomUUID } from 'node:crypto';
import { jsonReply, type Reply } from '../server/reply.ts';
import { awsHeaders } from './provider-headers.ts';

type Words = {
  code: string;
  message: string;
  /** How Bedrock spells the member that holds the message. */
  member?: 'message' | 'Message';
};

/** An error of an AWS service, before it is known which one says it. */
export class AwsFailure extends Error {
  readonly status: number;
  readonly words: Words;

  constructor(status: number, words: Words) {
    super(words.message);
    this.status = status;
    this.words = words;
  }
}

/** The 400 for a request that Bedrock or the model behind it does not take. */
export function validation(message: string): AwsFailure {
  return new AwsFailure(400, { code: 'ValidationException', message });
}

/** A refusal by the model, which Bedrock passes on with its own words before. */
export function modelRefusal(message: string): AwsFailure {
  return validation(`The model returned the following errors: ${message}`);
}

/** The 404 for a path that no operation has. */
export function unknownOperation(): AwsFailure {
  return new AwsFailure(404, { code: 'UnknownOperationException', message: 'Unknown operation' });
}

/** As Bedrock says it: the code in a header with the address of its schema, the words in JSON. */
export function bedrockFailure({ status, words }: AwsFailure): Reply {
  const headers = {
    ...awsHeaders('application/json'),
    'x-amzn-errortype': `${words.code}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
  };
  const body = { [words.member ?? 'message']: words.message };
  return jsonReply(status, body, { headers, indent: 0 });
}

/** As STS says it: both in XML. */
export function stsFailure({ status, words: { code, message } }: AwsFailure): Reply {
  const xml = [
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">',
    '  <Error>',
    '    <Type>Sender</Type>',
    `    <Code>${code}</Code>`,
    `    <Message>${escapedXml(message)}</Message>`,
    '  </Error>',
    `  <RequestId>${randomUUID()}</RequestId>`,
    '</ErrorResponse>',
  ];
  const frames = [Buffer.from(`${xml.join('\n')}\n`)];
  return { status, headers: awsHeaders('text/xml'), frames };
}

function escapedXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
