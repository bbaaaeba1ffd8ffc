import { anything, bytes, flag, listOf, number, oneOf, structure, text, union } from './shape.ts';

// Limits and enums are those of the service's model as the official client carries it.
const toolUseId = text({ pattern: /[a-zA-Z0-9_.:-]+/, min: 1, max: 64 });
const toolName = text({ pattern: /[a-zA-Z0-9_-]+/, min: 1, max: 64 });

const cachePoint = structure({ type: oneOf('default') }, { ttl: oneOf('5m', '1h') });

const s3Location = structure(
  { uri: text({ pattern: /s3:\/\/[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9](\/.*)?/, min: 1, max: 1024 }) },
  { bucketOwner: text({ pattern: /[0-9]{12}/ }) },
);
const citations = structure({ enabled: flag });

const image = structure({
  format: oneOf('gif', 'jpeg', 'png', 'webp'),
  source: union('ImageSource', { bytes, s3Location }),
});

const documentBlock = structure(
  {
    name: text({ min: 1, max: 200 }),
    source: union('DocumentSource', {
      bytes,
      s3Location,
      text: text(),
      content: listOf(union('DocumentContentBlock', { text: text() }), { min: 1 }),
    }),
  },
  {
    format: oneOf('csv', 'doc', 'docx', 'html', 'md', 'pdf', 'txt', 'xls', 'xlsx'),
    context: text(),
    citations,
  },
);

const video = structure({
  format: oneOf('flv', 'mkv', 'mov', 'mp4', 'mpeg', 'mpg', 'three_gp', 'webm', 'wmv'),
  source: union('VideoSource', { bytes, s3Location }),
});

const audio = structure({
  format: oneOf(
    ...['aac', 'flac', 'm4a', 'mka', 'mkv', 'mp3', 'mp4', 'mpeg', 'mpga', 'ogg', 'opus', 'pcm'],
    ...['wav', 'webm', 'x-aac'],
  ),
  source: union('AudioSource', { bytes, s3Location }),
});

const searchResult = structure(
  { source: text(), title: text(), content: listOf(structure({ text: text() })) },
  { citations },
);

const guardContent = union('GuardrailConverseContentBlock', {
  text: structure(
    { text: text() },
    { qualifiers: listOf(oneOf('grounding_source', 'guard_content', 'query')) },
  ),
  image: structure({
    format: oneOf('jpeg', 'png'),
    source: union('GuardrailConverseImageSource', { bytes }),
  }),
});

const toolResult = structure(
  {
    toolUseId,
    content: listOf(
      union('ToolResultContentBlock', {
        json: anything,
        text: text(),
        image,
        document: documentBlock,
        video,
        searchResult,
      }),
    ),
  },
  { status: oneOf('error', 'success'), type: text() },
);

const reasoning = union('ReasoningContentBlock', {
  reasoningText: structure({ text: text() }, { signature: text() }),
  redactedContent: bytes,
});

const span = {
  start: number({ min: 0, isInteger: true }),
  end: number({ min: 0, isInteger: true }),
};
const inDocument = structure({}, { documentIndex: number({ min: 0, isInteger: true }), ...span });
const citation = structure(
  {},
  {
    title: text(),
    source: text(),
    sourceContent: listOf(union('CitationSourceContent', { text: text() })),
    location: union('CitationLocation', {
      web: structure({}, { url: text(), domain: text() }),
      documentChar: inDocument,
      documentPage: inDocument,
      documentChunk: inDocument,
      searchResultLocation: structure(
        {},
        { searchResultIndex: number({ min: 0, isInteger: true }), ...span },
      ),
    }),
  },
);

const toolReference = structure({
  tool: structure({}, { type: text(), name: text(), serverName: text() }),
});

export const contentBlock = union('ContentBlock', {
  text: text(),
  image,
  document: documentBlock,
  video,
  audio,
  toolUse: structure(
    { toolUseId, name: toolName, input: anything },
    { type: oneOf('server_tool_use') },
  ),
  toolResult,
  guardContent,
  cachePoint,
  reasoningContent: reasoning,
  citationsContent: structure(
    {},
    {
      content: listOf(union('CitationGeneratedContent', { text: text() })),
      citations: listOf(citation),
    },
  ),
  searchResult,
  toolAddition: toolReference,
  toolRemoval: toolReference,
});

export const systemBlock = union('SystemContentBlock', {
  text: text({ min: 1 }),
  guardContent,
  cachePoint,
});

const toolSpec = structure(
  { name: toolName, inputSchema: union('ToolInputSchema', { json: anything }) },
  { description: text({ min: 1 }), strict: flag },
);

export const toolConfig = structure(
  {
    tools: listOf(
      union('Tool', { toolSpec, systemTool: structure({ name: toolName }), cachePoint }),
      { min: 1 },
    ),
  },
  {
    toolChoice: union('ToolChoice', {
      auto: structure({}),
      any: structure({}),
      tool: structure({ name: toolName }),
    }),
  },
);
