import type { Wire } from '../protocol/wire.ts';
import { type CatalogModel, type ModelRow, readRow } from './model.ts';

const million = 1_000_000;

const claude: readonly ModelRow[] = [
  ['anthropic.claude-3-haiku-20240307-v1:0', 'Claude Haiku 3', '2024-03-07', 200_000, 4_096],
  ['anthropic.claude-3-sonnet-20240229-v1:0', 'Claude Sonnet 3', '2024-02-29', 200_000, 4_096],
  ['anthropic.claude-3-opus-20240229-v1:0', 'Claude Opus 3', '2024-02-29', 200_000, 4_096],
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'Claude Sonnet 3.5', '2024-06-20', 200_000, 8_192],
  [
    'anthropic.claude-3-5-sonnet-20241022-v2:0',
    'Claude Sonnet 3.5 v2',
    '2024-10-22',
    200_000,
    8_192,
  ],
  ['anthropic.claude-3-5-haiku-20241022-v1:0', 'Claude Haiku 3.5', '2024-10-22', 200_000, 8_192],
  ['anthropic.claude-3-7-sonnet-20250219-v1:0', 'Claude Sonnet 3.7', '2025-02-19', 200_000, 64_000],
  ['anthropic.claude-sonnet-4-20250514-v1:0', 'Claude Sonnet 4', '2025-05-14', 200_000, 64_000],
  ['anthropic.claude-opus-4-20250514-v1:0', 'Claude Opus 4', '2025-05-14', 200_000, 32_000],
  ['anthropic.claude-opus-4-1-20250805-v1:0', 'Claude Opus 4.1', '2025-08-05', 200_000, 32_000],
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5', '2025-09-29', 200_000, 64_000],
  ['anthropic.claude-haiku-4-5-20251001-v1:0', 'Claude Haiku 4.5', '2025-10-01', 200_000, 64_000],
  ['anthropic.claude-opus-4-5-20251101-v1:0', 'Claude Opus 4.5', '2025-11-01', 200_000, 64_000],
  ['anthropic.claude-opus-4-6-v1', 'Claude Opus 4.6', '2026-02-05', million, 128_000],
  ['anthropic.claude-sonnet-4-6', 'Claude Sonnet 4.6', '2026-02-17', million, 128_000],
  ['anthropic.claude-opus-4-7', 'Claude Opus 4.7', '2026-04-16', million, 128_000],
  ['anthropic.claude-opus-4-8', 'Claude Opus 4.8', '2026-05-28', million, 128_000],
  ['anthropic.claude-fable-5', 'Claude Fable 5', null, million, 128_000],
  ['anthropic.claude-sonnet-5', 'Claude Sonnet 5', '2026-06-30', million, 128_000],
  ['anthropic.claude-opus-5', 'Claude Opus 5', '2026-07-24', million, 128_000],
  ['anthropic.claude-fable-5-1', 'Claude Fable 5.1', null, million, 128_000],
  ['anthropic.claude-opus-5-5', 'Claude Opus 5.5', null, million, 128_000],
  ['anthropic.claude-sonnet-5-5', 'Claude Sonnet 5.5', null, million, 128_000],
];

const others: readonly ModelRow[] = [
  ['ai21.jamba-1-5-large-v1:0', 'Jamba 1.5 Large', '2024-08-22', 256_000, 4_096],
  ['ai21.jamba-1-5-mini-v1:0', 'Jamba 1.5 Mini', '2024-08-22', 256_000, 4_096],
  ['amazon.nova-micro-v1:0', 'Nova Micro', '2024-12-03', 128_000, 10_000],
  ['amazon.nova-lite-v1:0', 'Nova Lite', '2024-12-03', 300_000, 10_000],
  ['amazon.nova-pro-v1:0', 'Nova Pro', '2024-12-03', 300_000, 10_000],
  ['amazon.nova-premier-v1:0', 'Nova Premier', '2025-04-30', million, 10_000],
  ['amazon.nova-2-lite-v1:0', 'Nova 2 Lite', '2025-12-02', million, 65_535],
  ['amazon.titan-text-express-v1', 'Titan Text G1 - Express', '2023-11-29', 8_192, 8_192],
  ['amazon.titan-text-lite-v1', 'Titan Text G1 - Lite', '2023-11-29', 4_096, 4_096],
  ['amazon.titan-text-premier-v1:0', 'Titan Text G1 - Premier', '2024-05-07', 32_000, 3_072],
  ['cohere.command-r-v1:0', 'Command R', '2024-04-29', 128_000, 4_096],
  ['cohere.command-r-plus-v1:0', 'Command R+', '2024-04-29', 128_000, 4_096],
  ['deepseek.r1-v1:0', 'DeepSeek-R1', '2025-03-10', 128_000, 32_768],
  ['deepseek.v3-v1:0', 'DeepSeek-V3.1', '2025-09-18', null, null],
  ['google.gemma-3-4b-it', 'Gemma 3 4B IT', null, 128_000, null],
  ['google.gemma-3-12b-it', 'Gemma 3 12B IT', null, 128_000, null],
  ['google.gemma-3-27b-it', 'Gemma 3 27B IT', null, 128_000, null],
  ['meta.llama3-8b-instruct-v1:0', 'Llama 3 8B Instruct', '2024-04-18', 8_192, 2_048],
  ['meta.llama3-70b-instruct-v1:0', 'Llama 3 70B Instruct', '2024-04-18', 8_192, 2_048],
  ['meta.llama3-1-8b-instruct-v1:0', 'Llama 3.1 8B Instruct', '2024-07-23', 128_000, 8_192],
  ['meta.llama3-1-70b-instruct-v1:0', 'Llama 3.1 70B Instruct', '2024-07-23', 128_000, 8_192],
  ['meta.llama3-1-405b-instruct-v1:0', 'Llama 3.1 405B Instruct', '2024-07-23', 128_000, 8_192],
  ['meta.llama3-2-1b-instruct-v1:0', 'Llama 3.2 1B Instruct', '2024-09-25', 128_000, 8_192],
  ['meta.llama3-2-3b-instruct-v1:0', 'Llama 3.2 3B Instruct', '2024-09-25', 128_000, 8_192],
  ['meta.llama3-2-11b-instruct-v1:0', 'Llama 3.2 11B Instruct', '2024-09-25', 128_000, 8_192],
  ['meta.llama3-2-90b-instruct-v1:0', 'Llama 3.2 90B Instruct', '2024-09-25', 128_000, 8_192],
  ['meta.llama3-3-70b-instruct-v1:0', 'Llama 3.3 70B Instruct', '2024-12-19', 128_000, 8_192],
  ['meta.llama4-scout-17b-instruct-v1:0', 'Llama 4 Scout 17B', '2025-04-28', 10_000_000, 8_192],
  ['meta.llama4-maverick-17b-instruct-v1:0', 'Llama 4 Maverick 17B', '2025-04-28', million, 8_192],
  ['mistral.mistral-7b-instruct-v0:2', 'Mistral 7B Instruct', '2024-03-01', 32_000, 8_192],
  ['mistral.mixtral-8x7b-instruct-v0:1', 'Mixtral 8x7B Instruct', '2024-03-01', 32_000, 4_096],
  ['mistral.mistral-small-2402-v1:0', 'Mistral Small (24.02)', '2024-05-24', 32_000, 8_192],
  ['mistral.mistral-large-2402-v1:0', 'Mistral Large (24.02)', '2024-04-02', 32_000, 8_192],
  ['mistral.mistral-large-2407-v1:0', 'Mistral Large (24.07)', '2024-07-24', 128_000, 8_192],
  ['mistral.pixtral-large-2502-v1:0', 'Pixtral Large (25.02)', '2025-04-08', 128_000, null],
  ['mistral.magistral-small-2509', 'Magistral Small (25.09)', null, 128_000, null],
  ['mistral.ministral-3-3b-instruct', 'Ministral 3 3B', null, 128_000, null],
  ['mistral.ministral-3-8b-instruct', 'Ministral 3 8B', null, 128_000, null],
  ['mistral.ministral-3-14b-instruct', 'Ministral 3 14B', null, 128_000, null],
  ['mistral.mistral-large-3-675b-instruct', 'Mistral Large 3', null, 256_000, null],
  ['mistral.devstral-2-123b', 'Devstral 2 123B', null, 256_000, null],
  ['openai.gpt-oss-20b-1:0', 'gpt-oss-20b', '2025-08-05', 128_000, null],
  ['openai.gpt-oss-120b-1:0', 'gpt-oss-120b', '2025-08-05', 128_000, null],
  ['openai.gpt-5.4', 'GPT-5.4', null, null, 128_000],
  ['openai.gpt-5.5', 'GPT-5.5', null, null, 128_000],
  ['openai.gpt-5.6-sol', 'GPT-5.6 Sol', null, million, 128_000],
  ['openai.gpt-5.6-terra', 'GPT-5.6 Terra', null, million, 128_000],
  ['openai.gpt-5.6-luna', 'GPT-5.6 Luna', null, million, 128_000],
  ['qwen.qwen3-32b-v1:0', 'Qwen3 32B', '2025-09-18', 32_000, null],
  ['qwen.qwen3-coder-30b-a3b-v1:0', 'Qwen3 Coder 30B A3B', '2025-09-18', 256_000, null],
  ['qwen.qwen3-coder-480b-a35b-v1:0', 'Qwen3 Coder 480B A35B', '2025-09-18', 128_000, null],
  ['qwen.qwen3-vl-235b-a22b-v1:0', 'Qwen3 VL 235B A22B', null, 256_000, null],
  ['writer.palmyra-x4-v1:0', 'Palmyra X4', '2025-04-28', 128_000, 8_192],
  ['writer.palmyra-x5-v1:0', 'Palmyra X5', '2025-04-28', million, 8_192],
];

const embeddings: readonly ModelRow[] = [
  ['amazon.titan-embed-text-v1', 'Titan Embeddings G1 - Text', '2023-09-28', 8_192, null],
  ['amazon.titan-embed-text-v2:0', 'Titan Text Embeddings V2', '2024-04-30', 8_192, null],
  ['cohere.embed-english-v3', 'Embed English v3', '2023-11-29', 512, null],
  ['cohere.embed-multilingual-v3', 'Embed Multilingual v3', '2023-11-29', 512, null],
];

/** Without the prefixes of inference profiles (`us.`, `eu.`, `global.` …), which every account has its own set of. */
export const bedrockModels: readonly CatalogModel[] = [
  ...[...claude, ...others].map(served('converse', 'invoke')),
  ...embeddings.map(served('invoke')),
];

function served(...wires: readonly Wire[]): (row: ModelRow) => CatalogModel {
  return (row) => {
    const model = readRow(row);
    const ownedBy = model.id.slice(0, model.id.indexOf('.'));
    return { ...model, provider: 'bedrock', ownedBy, wires };
  };
}
