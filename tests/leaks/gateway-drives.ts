import {
  type GatewayEndpointName,
  gatewayEndpoints,
} from '../../src/contract/gateway-endpoints.ts';
import { callOf, type Drive, type Gate, type Plan } from './gate.ts';
import { heldRequest } from './governance-drives.ts';

const headers = (gate: Gate) => gate.tokenHeaders;
const boundary = 'leak-gate-boundary';
/** What models are asked; whoever sends a request may put other words in its place. */
export const saying = 'Hello';

/** How every row of the gateway is made to succeed. A row that is missing does not compile. */
export const gatewayDrives: Readonly<Record<GatewayEndpointName, Drive>> = {
  'chat.completions': asking({ user: 'someone', messages: [{ role: 'user', content: saying }] }),
  'responses.create': { ...asking({ user: 'someone', input: saying }), repeats: ['metadata'] },
  'responses.input_tokens': asking({ input: saying }),
  'responses.retrieve': { headers, plan: storedResponse },
  'responses.delete': { headers, plan: storedResponse },
  embeddings: asking({ user: 'someone', input: saying }, 'text-embedding-3-small'),
  'models.list': { headers, plan: () => ({}) },
  'models.retrieve': { headers, plan: () => ({ params: { id: 'gpt-4o-mini' } }) },
  'approvals.retrieve': { headers, plan: heldRequest },
  'messages.create': asking({
    max_tokens: 64,
    metadata: { user_id: 'someone' },
    messages: [{ role: 'user', content: saying }],
  }),
  'messages.count_tokens': asking(
    { messages: [{ role: 'user', content: saying }] },
    'claude-sonnet-4-5',
  ),
  'bedrock.converse': { headers, plan: converse },
  'bedrock.converse_stream': { headers, plan: converse },
  'bedrock.invoke': { headers, plan: invoke },
  'bedrock.invoke_stream': { headers, plan: invoke },
  completions: asking({ user: 'someone', prompt: saying }, 'gpt-3.5-turbo-instruct'),
  'images.generations': asking({ user: 'someone', prompt: saying }, 'gpt-image-1'),
  'audio.transcriptions': { headers, plan: () => form({ model: 'whisper-1', language: 'id' }) },
  'audio.translations': { headers, plan: () => form({ model: 'whisper-1', prompt: 'a name' }) },
};

function asking(body: Readonly<Record<string, unknown>>, model = 'gpt-4o-mini'): Drive {
  return { headers, plan: () => ({ body: { model, ...body } }) };
}

function converse(): Plan {
  return {
    params: { id: bedrockModel },
    body: { messages: [{ role: 'user', content: [{ text: saying }] }] },
  };
}

function invoke(): Plan {
  return {
    params: { id: bedrockModel },
    body: {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 64,
      messages: [{ role: 'user', content: saying }],
    },
  };
}

const bedrockModel = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** Each time another one, because one of the rows deletes it. */
async function storedResponse(gate: Gate): Promise<Plan> {
  const { plan } = gatewayDrives['responses.create'];
  const call = callOf(gatewayEndpoints['responses.create'], await plan(gate), headers(gate));
  const reply = await gate.probe(call);
  return { params: { id: String(reply.json()['id']) } };
}

/** A form as browsers and clients send it: the sound first, then the fields. */
function form(fields: Readonly<Record<string, string>>): Plan {
  const sound = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\nContent-Type: audio/mpeg\r\n\r\nID3`;
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
  );
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.from(`${sound}${parts.join('')}\r\n--${boundary}--\r\n`),
  };
}
