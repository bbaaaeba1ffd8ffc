// Runs under the newest Node with the newest client libraries, beside which it is laid. It calls the gateway at
// MONAGO_URL with MONAGO_TOKEN on each of MONAGO_MODELS, and prints what each call gave, one JSON object a line.
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import Anthropic from '@anthropic-ai/sdk';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { Agent, tool as agentTool, OpenAIProvider, Runner } from '@openai/agents';
import { embedMany, generateText, stepCountIs, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { z } from 'zod';

const { MONAGO_URL: url, MONAGO_TOKEN: token, MONAGO_MODELS: models } = process.env;
const baseURL = `${url}/v1`;
const prompt = 'Hello, 世界!';
const question = 'What is the weather?';
const city = z.object({ city: z.string() });
const weather = async ({ city: name }) => `31 degrees in ${name}`;
const named = { name: 'get_weather', description: 'Tells the weather.' };
const user = (content) => [{ role: 'user', content }];

const openai = new OpenAI({ apiKey: token, baseURL, maxRetries: 0 });
const anthropic = new Anthropic({ apiKey: token, baseURL: url, maxRetries: 0 });
const bedrock = new BedrockRuntimeClient({
  endpoint: url,
  region: 'us-east-1',
  token: { token },
  authSchemePreference: ['httpBearerAuth'],
  maxAttempts: 1,
});
const schema = z.toJSONSchema(city);

const official = {
  'openai chat': async (model) => {
    const { choices } = await openai.chat.completions.create({ model, messages: user(prompt) });
    return choices[0].message.content;
  },
  'openai chat, streamed': async (model) => {
    const stream = openai.chat.completions.stream({ model, messages: user(prompt) });
    return stream.finalContent();
  },
  'openai chat, with a tool': async (model) => {
    const parameters = schema;
    const runner = openai.chat.completions.runTools({
      model,
      messages: user(question),
      tools: [
        {
          type: 'function',
          function: { ...named, parameters, parse: JSON.parse, function: weather },
        },
      ],
    });
    return runner.finalContent();
  },
  'openai responses': async (model) => {
    const answer = await openai.responses.create({ model, input: prompt, store: false });
    return answer.output_text;
  },
  'openai responses, streamed': async (model) => {
    const stream = openai.responses.stream({ model, input: prompt, store: false });
    return (await stream.finalResponse()).output_text;
  },
  'anthropic messages': async (model) => {
    const message = await anthropic.messages.create({
      model,
      max_tokens: 500,
      messages: user(prompt),
    });
    return textOf(message);
  },
  'anthropic messages, streamed': async (model) => {
    const stream = anthropic.messages.stream({ model, max_tokens: 500, messages: user(prompt) });
    return textOf(await stream.finalMessage());
  },
  'aws converse over HTTP/2': async (modelId) => {
    const messages = user([{ text: prompt }]);
    const { output } = await bedrock.send(new ConverseCommand({ modelId, messages }));
    return output.message.content.map(({ text }) => text).join('');
  },
  'aws converse over HTTP/2, streamed': async (modelId) => {
    const messages = user([{ text: prompt }]);
    const { stream } = await bedrock.send(new ConverseStreamCommand({ modelId, messages }));
    let text = '';
    for await (const { contentBlockDelta } of stream) text += contentBlockDelta?.delta.text ?? '';
    return text;
  },
};

const providers = {
  responses: (model) => createOpenAI({ apiKey: token, baseURL })(model),
  chat: (model) => createOpenAI({ apiKey: token, baseURL }).chat(model),
  compatible: (model) => createOpenAICompatible({ name: 'monago', apiKey: token, baseURL })(model),
  anthropic: (model) => createAnthropic({ apiKey: token, baseURL })(model),
  bedrock: (model) =>
    createAmazonBedrock({ apiKey: token, baseURL: url, region: 'us-east-1' })(model),
};
const providerOptions = { openai: { store: false } };
const tools = { get_weather: tool({ ...named, inputSchema: city, execute: weather }) };

function aiSdk(api) {
  const model = providers[api];
  return {
    [`ai ${api}`]: async (name) =>
      (await generateText({ model: model(name), prompt, providerOptions })).text,
    [`ai ${api}, streamed`]: async (name) =>
      streamText({ model: model(name), prompt, providerOptions }).text,
    [`ai ${api}, with a tool`]: async (name) => {
      const stopWhen = stepCountIs(2);
      const use = { model: model(name), prompt: question, tools, stopWhen, providerOptions };
      return (await generateText(use)).text;
    },
  };
}

function agents(useResponses) {
  const modelProvider = new OpenAIProvider({ useResponses, openAIClient: openai });
  const runner = new Runner({ tracingDisabled: true, modelProvider });
  return async (model) => {
    // Not every model can be bound to a schema, which this library asks for wherever it may.
    const parameters = { ...schema, additionalProperties: true };
    const tools = [agentTool({ ...named, parameters, execute: weather, strict: false })];
    const agent = new Agent({ name: 'Meteorologist', model, instructions: 'Use it.', tools });
    return (await runner.run(agent, question)).finalOutput;
  };
}

function langchain(useResponsesApi) {
  const llm = (model) =>
    new ChatOpenAI({
      model,
      apiKey: token,
      configuration: { baseURL },
      maxRetries: 0,
      useResponsesApi,
      zdrEnabled: true,
    });
  const name = useResponsesApi ? 'responses' : 'chat';
  return {
    [`langchain ${name}`]: async (model) => (await llm(model).invoke(prompt)).text,
    [`langchain ${name}, streamed`]: async (model) => {
      let text = '';
      for await (const chunk of await llm(model).stream(prompt)) text += chunk.text;
      return text;
    },
    [`langchain ${name}, with a tool`]: async (model) => {
      const bound = llm(model).bindTools([langchainTool(weather, { ...named, schema: city })]);
      const asked = new HumanMessage(question);
      const call = await bound.invoke([asked]);
      const results = await Promise.all(
        call.tool_calls.map(
          async ({ id, args }) =>
            new ToolMessage({ tool_call_id: id, content: await weather(args) }),
        ),
      );
      return (await bound.invoke([asked, call, ...results])).text;
    },
  };
}

const onEveryModel = {
  ...official,
  ...Object.assign({}, ...Object.keys(providers).map(aiSdk)),
  'agents responses, with a tool': agents(true),
  'agents chat, with a tool': agents(false),
  ...langchain(false),
  ...langchain(true),
};

const model = 'text-embedding-3-small';
const embeddings = {
  'openai embeddings': async () => {
    const { data } = await openai.embeddings.create({ model, input: prompt });
    return data[0].embedding.length;
  },
  'ai embeddings': async () => {
    const embedding = createOpenAI({ apiKey: token, baseURL }).textEmbeddingModel(model);
    return (await embedMany({ model: embedding, values: [prompt] })).embeddings[0].length;
  },
  'langchain embeddings': async () => {
    const embedder = new OpenAIEmbeddings({ model, apiKey: token, configuration: { baseURL } });
    return (await embedder.embedQuery(prompt)).length;
  },
};

function textOf({ content }) {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

async function attempt(name, act) {
  try {
    console.log(JSON.stringify({ name, gave: await act() }));
  } catch (error) {
    console.log(JSON.stringify({ name, failed: String(error.message ?? error) }));
  }
}

for (const [name, act] of Object.entries(onEveryModel)) {
  for (const model of JSON.parse(models)) await attempt(`${name} on ${model}`, () => act(model));
}
for (const [name, act] of Object.entries(embeddings)) await attempt(name, act);
bedrock.destroy();
