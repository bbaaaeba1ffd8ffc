export const user = (...content: object[]) => ({ role: 'user', content });
export const assistant = (...content: object[]) => ({ role: 'assistant', content });
export const call = (id: string) => ({ toolUse: { toolUseId: id, name: 'lookup', input: {} } });
export const result = (id: string, content: object[] = [{ text: 'found' }]) => ({
  toolResult: { toolUseId: id, content },
});
export const hello = { messages: [user({ text: 'hello' })] };
export const spec = (name: string) => ({
  toolSpec: { name, inputSchema: { json: { type: 'object', properties: {} } } },
});
export const toolConfig = { tools: [spec('lookup')] };
export const cachePoint = { cachePoint: { type: 'default' } } as const;
export const textFormat = {
  type: 'json_schema',
  structure: {
    jsonSchema: { schema: '{"type":"object","properties":{},"additionalProperties":false}' },
  },
};
/** A picture of one pixel, in base64. */
export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
