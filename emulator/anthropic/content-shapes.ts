import {
  anything,
  bool,
  closed,
  listOf,
  type Members,
  nullable,
  number,
  oneOf,
  record,
  type Shape,
  sinceLatest,
  tagged,
  text,
  textOr,
  variant,
  withBeta,
} from './shape.ts';

const filesBeta = 'files-api-2025-04-14';
const toolUseId = text({ pattern: /^[a-zA-Z0-9_-]+$/ });

export const cacheControl: Shape = nullable(
  tagged({
    ephemeral: variant(
      {},
      {
        ttl: oneOf('5m', '1h'),
        scope: withBeta(oneOf('global', 'organization'), 'prompt-caching-scope-2026-01-05'),
      },
    ),
  }),
);

const cached: Members = { cache_control: cacheControl };
const citationsConfig = nullable(closed({}, { enabled: bool }));
const fileSource = sinceLatest(variant({ file_id: text() }), filesBeta);
const urlSource = variant({ url: text({ min: 1 }) });

const cited: Members = {
  cited_text: text(),
  document_index: number(),
  document_title: nullable(text()),
};
const located: Members = { title: nullable(text()), source: text(), search_result_index: number() };
const citation = tagged({
  char_location: variant(
    { ...cited, start_char_index: number(), end_char_index: number() },
    { file_id: anything },
  ),
  page_location: variant(
    { ...cited, start_page_number: number(), end_page_number: number() },
    { file_id: anything },
  ),
  content_block_location: variant(
    { ...cited, start_block_index: number(), end_block_index: number() },
    { file_id: anything },
  ),
  web_search_result_location: variant({
    cited_text: text(),
    encrypted_index: text(),
    title: nullable(text()),
    url: text(),
  }),
  search_result_location: variant({
    ...located,
    cited_text: text(),
    start_block_index: number(),
    end_block_index: number(),
  }),
});

const plainText = variant({ text: text() }, { ...cached, citations: nullable(listOf(citation)) });

/** Blocks that are text and nothing else: a system prompt, the content of a search result. */
export const textBlocks: Shape = listOf(
  closed(
    { type: oneOf('text'), text: text() },
    { ...cached, citations: nullable(listOf(citation)) },
  ),
);

const image = variant(
  {
    source: tagged({
      base64: variant({
        data: text({ min: 1 }),
        media_type: oneOf('image/jpeg', 'image/png', 'image/gif', 'image/webp'),
      }),
      url: urlSource,
      file: fileSource,
    }),
  },
  {
    ...cached,
    transformations: nullable(closed({}, { oversized_image: oneOf('downsize', 'error') })),
  },
);

const document = variant(
  {
    source: tagged({
      base64: variant({ data: text({ min: 1 }), media_type: oneOf('application/pdf') }),
      text: variant({ data: text(), media_type: oneOf('text/plain') }),
      content: variant({ content: textOr(listOf(tagged({ text: plainText, image }))) }),
      url: urlSource,
      file: fileSource,
    }),
  },
  { ...cached, citations: citationsConfig, context: nullable(text()), title: nullable(text()) },
);

const searchResult = variant(
  { content: textBlocks, source: text(), title: text() },
  { ...cached, citations: citationsConfig },
);

const toolResultContent = tagged({
  text: plainText,
  image,
  document,
  search_result: searchResult,
  tool_reference: variant({ tool_name: text() }, cached),
  browser_state: variant(
    { tabs: listOf(record) },
    { ...cached, state_changes: nullable(listOf(record)) },
  ),
});

const caller = tagged({
  direct: variant({}),
  code_execution_20250825: variant({ tool_id: text() }),
  code_execution_20260120: variant({ tool_id: text() }),
});

// What a server tool found is the provider's own, handed back as it came; only its envelope is looked at.
const serverResult = variant({ tool_use_id: toolUseId, content: anything }, { ...cached, caller });
const mcpBetas = ['mcp-client-2025-04-04', 'mcp-client-2025-11-20', 'mcp-client-2026-09-15'];

const toolChangeBetas = ['mid-conversation-tool-changes-2026-07-01', 'inline-tools-2026-09-15'];

/** Any block of a message's content. Which role may hold which is checked apart. */
export const contentBlock: Shape = tagged({
  text: plainText,
  image,
  document,
  search_result: searchResult,
  thinking: variant({ thinking: text(), signature: text() }),
  redacted_thinking: variant({ data: text() }),
  tool_use: variant(
    { id: toolUseId, name: text({ min: 1, max: 200 }), input: record },
    { ...cached, caller, toolset_name: nullable(text()) },
  ),
  tool_result: variant(
    { tool_use_id: toolUseId },
    {
      ...cached,
      content: textOr(listOf(toolResultContent)),
      is_error: bool,
      toolset_name: nullable(text()),
    },
  ),
  server_tool_use: variant(
    { id: toolUseId, name: text({ min: 1 }), input: record },
    { ...cached, caller },
  ),
  web_search_tool_result: serverResult,
  web_fetch_tool_result: serverResult,
  code_execution_tool_result: serverResult,
  bash_code_execution_tool_result: serverResult,
  text_editor_code_execution_tool_result: serverResult,
  tool_search_tool_result: serverResult,
  advisor_tool_result: withBeta(serverResult, 'advisor-tool-2026-03-01'),
  container_upload: variant({ file_id: text() }, cached),
  mcp_tool_use: withBeta(
    variant({ id: toolUseId, name: text(), server_name: text(), input: record }, cached),
    ...mcpBetas,
  ),
  mcp_tool_result: withBeta(
    variant({ tool_use_id: toolUseId }, { ...cached, content: textOr(textBlocks), is_error: bool }),
    ...mcpBetas,
  ),
  compaction: withBeta(
    variant(
      {},
      {
        ...cached,
        content: nullable(text()),
        encrypted_content: nullable(text()),
        signature: nullable(text()),
        tool_changes: anything,
      },
    ),
    'compact-2026-01-12',
    'compact-2026-09-04',
  ),
  fallback: withBeta(
    variant({ from: record, to: record }, { trigger: anything }),
    'server-side-fallback-2026-06-01',
    'server-side-fallback-2026-07-01',
  ),
  tool_addition: withBeta(variant({ tool: record }, cached), ...toolChangeBetas),
  tool_removal: withBeta(variant({ tool: record }, cached), ...toolChangeBetas),
});
