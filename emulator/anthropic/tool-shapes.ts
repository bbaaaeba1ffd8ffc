import { isFields } from '../server/json.ts';
import { cacheControl } from './content-shapes.ts';
import {
  anything,
  bool,
  closed,
  listOf,
  type Members,
  mistake,
  nullable,
  number,
  oneOf,
  record,
  type Shape,
  tagged,
  text,
  variant,
  withBeta,
} from './shape.ts';

const PROPERTY_KEY = /^[a-zA-Z0-9_.-]{1,64}$/;
const COMBINATORS = ['oneOf', 'allOf', 'anyOf'];

const inputSchema: Shape = (value, path, dialect) => {
  record(value, path, dialect);
  if (!isFields(value)) return;
  if (value['type'] === undefined) throw mistake(`${path}.type`, 'Field required');
  if (value['type'] !== 'object') throw mistake(`${path}.type`, "Input should be 'object'");
  if (COMBINATORS.some((name) => value[name] !== undefined)) {
    throw mistake(path, 'input_schema does not support oneOf, allOf, or anyOf at the top level');
  }
  const { properties = {} } = value;
  if (!isFields(properties)) throw mistake(path, 'JSON schema is invalid.');
  if (!Object.keys(properties).every((key) => PROPERTY_KEY.test(key))) {
    const pattern = `Property keys should match pattern '${PROPERTY_KEY.source}'`;
    throw mistake(`${path}.properties`, pattern);
  }
};

const callers = listOf(
  oneOf('direct', 'code_execution_20250825', 'code_execution_20260120', 'code_execution_20260521'),
);
const common: Members = {
  cache_control: cacheControl,
  allowed_callers: callers,
  defer_loading: bool,
  strict: bool,
};
const client: Members = { ...common, input_examples: listOf(record) };
const domains: Members = {
  allowed_domains: nullable(listOf(text())),
  blocked_domains: nullable(listOf(text())),
  max_uses: nullable(number({ min: 1, integer: true })),
};
const location = closed(
  { type: oneOf('approximate') },
  {
    city: nullable(text()),
    country: nullable(text()),
    region: nullable(text()),
    timezone: nullable(text()),
  },
);
const search: Members = { ...common, ...domains, user_location: nullable(location) };
const fetching: Members = {
  ...common,
  ...domains,
  citations: nullable(closed({}, { enabled: bool })),
  max_content_tokens: nullable(number({ min: 1, integer: true })),
  url_sources: anything,
};
const included: Members = { response_inclusion: oneOf('full', 'excluded') };
const reused: Members = { use_cache: bool };
const screen: Members = {
  display_width_px: number({ min: 1 }),
  display_height_px: number({ min: 1 }),
};
const display: Members = { ...client, display_number: nullable(number({ min: 0 })) };
const toolset = variant({}, { cache_control: cacheControl, configs: nullable(record) });

function named(name: string, optional: Members, required: Members = {}): Shape {
  return variant({ name: oneOf(name), ...required }, optional);
}

const custom = variant(
  { name: text({ pattern: /^[a-zA-Z0-9_-]{1,128}$/ }), input_schema: inputSchema },
  { ...client, description: text(), eager_input_streaming: nullable(bool) },
);

/** A tool of the request: one of the caller's own, or one that the provider defines. */
export const tool: Shape = tagged(
  {
    custom,
    bash_20250124: named('bash', client),
    text_editor_20250124: named('str_replace_editor', client),
    text_editor_20250429: named('str_replace_based_edit_tool', client),
    text_editor_20250728: named('str_replace_based_edit_tool', {
      ...client,
      max_characters: nullable(number({ min: 1, integer: true })),
    }),
    memory_20250818: named('memory', client),
    computer_20250124: withBeta(named('computer', display, screen), 'computer-use-2025-01-24'),
    computer_20251124: withBeta(
      named('computer', { ...display, enable_zoom: bool }, screen),
      'computer-use-2025-11-24',
    ),
    browser_toolset_20260801: toolset,
    computer_toolset_20260801: toolset,
    code_execution_20250522: named('code_execution', common),
    code_execution_20250825: named('code_execution', common),
    code_execution_20260120: named('code_execution', common),
    code_execution_20260521: named('code_execution', common),
    web_search_20250305: named('web_search', search),
    web_search_20260209: named('web_search', search),
    web_search_20260318: named('web_search', { ...search, ...included }),
    web_fetch_20250910: named('web_fetch', fetching),
    web_fetch_20260209: named('web_fetch', fetching),
    web_fetch_20260309: named('web_fetch', { ...fetching, ...reused }),
    web_fetch_20260318: named('web_fetch', { ...fetching, ...reused, ...included }),
    tool_search_tool_bm25: named('tool_search_tool_bm25', common),
    tool_search_tool_bm25_20251119: named('tool_search_tool_bm25', common),
    tool_search_tool_regex: named('tool_search_tool_regex', common),
    tool_search_tool_regex_20251119: named('tool_search_tool_regex', common),
    advisor_20260301: withBeta(
      named(
        'advisor',
        { ...common, max_uses: anything, caching: anything, max_tokens: anything },
        { model: text() },
      ),
      'advisor-tool-2026-03-01',
    ),
    mcp_toolset: withBeta(
      variant(
        { mcp_server_name: text() },
        {
          cache_control: cacheControl,
          configs: nullable(record),
          default_config: closed({}, { defer_loading: bool, enabled: bool }),
          tools: anything,
        },
      ),
      'mcp-client-2025-11-20',
      'mcp-client-2026-09-15',
    ),
  },
  'custom',
);

const parallel: Members = { disable_parallel_tool_use: bool };

export const toolChoice: Shape = tagged({
  auto: variant({}, parallel),
  any: variant({}, parallel),
  tool: variant({ name: text() }, parallel),
  none: variant({}),
});
