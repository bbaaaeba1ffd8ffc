export interface Snippet {
  /** Name of the language or tool; the same in every language of the dashboard. */
  readonly label: string;
  readonly code: string;
}

/** A small, cheap model that every OpenAI account has. */
const exampleModel = 'gpt-4o-mini';

/** The environment variable that the documentation uses for a Monago token. */
const tokenVariable = 'MONAGO_JWT';

/** One governed request, in three ways. The key comes from the environment, so it is never part of the page. */
export function requestSnippets(gatewayUrl: string): readonly Snippet[] {
  return [
    { label: 'curl', code: curlSnippet(gatewayUrl, `$${tokenVariable}`) },
    { label: 'Python', code: pythonSnippet(gatewayUrl) },
    { label: 'TypeScript', code: typescriptSnippet(gatewayUrl) },
  ];
}

export function curlSnippet(gatewayUrl: string, token: string): string {
  return `curl ${gatewayUrl}/chat/completions \\
  -H "Authorization: Bearer ${token}" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"${exampleModel}","messages":[{"role":"user","content":"Hello"}]}'`;
}

/** For a shell that then runs an unchanged OpenAI client. */
export function environmentSnippet(gatewayUrl: string, token: string): string {
  return `export OPENAI_BASE_URL="${gatewayUrl}"\nexport OPENAI_API_KEY="${token}"`;
}

function pythonSnippet(gatewayUrl: string): string {
  return `import os
from openai import OpenAI

client = OpenAI(base_url="${gatewayUrl}", api_key=os.environ["${tokenVariable}"])
answer = client.chat.completions.create(
    model="${exampleModel}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`;
}

function typescriptSnippet(gatewayUrl: string): string {
  return `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${gatewayUrl}',
  apiKey: process.env.${tokenVariable},
});
const answer = await client.chat.completions.create({
  model: '${exampleModel}',
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0]?.message.content);`;
}
