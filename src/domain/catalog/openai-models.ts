import type { Wire } from '../protocol/wire.ts';
import { type CatalogModel, type ModelRow, readRow } from './model.ts';

// A snapshot such as `gpt-4o-2024-08-06` needs a name here only where its date is not at the end or it differs from its family.
const chatAndResponses: readonly ModelRow[] = [
  ['gpt-3.5-turbo', 'GPT-3.5 Turbo', '2023-03-01', 16_385, 4_096, ['gpt-3.5-turbo-0125']],
  ['gpt-3.5-turbo-1106', 'GPT-3.5 Turbo (1106)', '2023-11-06', 16_385, 4_096],
  ['gpt-4', 'GPT-4', '2023-03-14', 8_192, 8_192, ['gpt-4-0613', 'gpt-4-0314']],
  ['gpt-4-turbo', 'GPT-4 Turbo', '2024-04-09', 128_000, 4_096, ['gpt-4-turbo-2024-04-09']],
  ['gpt-4o', 'GPT-4o', '2024-05-13', 128_000, 16_384, ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20']],
  ['gpt-4o-2024-05-13', 'GPT-4o (2024-05-13)', '2024-05-13', 128_000, 4_096],
  ['gpt-4o-mini', 'GPT-4o mini', '2024-07-18', 128_000, 16_384, ['gpt-4o-mini-2024-07-18']],
  ['chatgpt-4o-latest', 'ChatGPT-4o', '2024-08-15', 128_000, 16_384],
  ['gpt-4.1', 'GPT-4.1', '2025-04-14', 1_047_576, 32_768, ['gpt-4.1-2025-04-14']],
  ['gpt-4.1-mini', 'GPT-4.1 mini', '2025-04-14', 1_047_576, 32_768, ['gpt-4.1-mini-2025-04-14']],
  ['gpt-4.1-nano', 'GPT-4.1 nano', '2025-04-14', 1_047_576, 32_768, ['gpt-4.1-nano-2025-04-14']],
  ['o1', 'o1', '2024-12-17', 200_000, 100_000, ['o1-2024-12-17']],
  ['o3', 'o3', '2025-04-16', 200_000, 100_000, ['o3-2025-04-16']],
  ['o3-mini', 'o3-mini', '2025-01-31', 200_000, 100_000, ['o3-mini-2025-01-31']],
  ['o4-mini', 'o4-mini', '2025-04-16', 200_000, 100_000, ['o4-mini-2025-04-16']],
  ['gpt-5', 'GPT-5', '2025-08-07', 400_000, 128_000, ['gpt-5-2025-08-07']],
  ['gpt-5-mini', 'GPT-5 mini', '2025-08-07', 400_000, 128_000, ['gpt-5-mini-2025-08-07']],
  ['gpt-5-nano', 'GPT-5 nano', '2025-08-07', 400_000, 128_000, ['gpt-5-nano-2025-08-07']],
  ['gpt-5-chat-latest', 'GPT-5 Chat', '2025-08-07', 128_000, 16_384],
  ['gpt-5.1', 'GPT-5.1', '2025-11-13', 400_000, 128_000, ['gpt-5.1-2025-11-13']],
  ['gpt-5.1-chat-latest', 'GPT-5.1 Chat', '2025-11-13', 128_000, 16_384],
  ['gpt-5.2', 'GPT-5.2', '2025-12-11', 400_000, 128_000, ['gpt-5.2-2025-12-11']],
  ['gpt-5.2-chat-latest', 'GPT-5.2 Chat', '2025-12-11', 128_000, 16_384],
  ['gpt-5.3-chat-latest', 'GPT-5.3 Chat', null, 128_000, 16_384],
  ['gpt-5.4', 'GPT-5.4', '2026-03-05', 1_050_000, 128_000, ['gpt-5.4-2026-03-05']],
  ['gpt-5.4-mini', 'GPT-5.4 mini', '2026-03-17', 400_000, 128_000, ['gpt-5.4-mini-2026-03-17']],
  ['gpt-5.4-nano', 'GPT-5.4 nano', '2026-03-17', 400_000, 128_000, ['gpt-5.4-nano-2026-03-17']],
  ['gpt-5.5', 'GPT-5.5', '2026-04-23', 1_050_000, 128_000, ['gpt-5.5-2026-04-23']],
  ['gpt-5.6-sol', 'GPT-5.6 Sol', null, 1_050_000, 128_000, ['gpt-5.6']],
  ['gpt-5.6-terra', 'GPT-5.6 Terra', null, 1_050_000, 128_000],
  ['gpt-5.6-luna', 'GPT-5.6 Luna', null, 1_050_000, 128_000],
  ['gpt-6-astra', 'GPT-6 Astra', null, 1_050_000, 128_000],
  ['gpt-6-sol', 'GPT-6 Sol', null, 1_050_000, 128_000],
  ['gpt-6-luna', 'GPT-6 Luna', null, 1_050_000, 128_000],
  ['gpt-6.1-sol', 'GPT-6.1 Sol', null, 1_050_000, 128_000],
  ['gpt-6.1-terra', 'GPT-6.1 Terra', null, 1_050_000, 128_000],
];

const chatOnly: readonly ModelRow[] = [
  [
    'gpt-3.5-turbo-16k',
    'GPT-3.5 Turbo 16k',
    '2023-06-13',
    16_385,
    4_096,
    ['gpt-3.5-turbo-16k-0613'],
  ],
  [
    'gpt-4.5-preview',
    'GPT-4.5 Preview',
    '2025-02-27',
    128_000,
    16_384,
    ['gpt-4.5-preview-2025-02-27'],
  ],
  ['o1-mini', 'o1-mini', '2024-09-12', 128_000, 65_536, ['o1-mini-2024-09-12']],
  ['o1-preview', 'o1-preview', '2024-09-12', 128_000, 32_768, ['o1-preview-2024-09-12']],
];

const responsesOnly: readonly ModelRow[] = [
  ['o1-pro', 'o1-pro', '2025-03-19', 200_000, 100_000, ['o1-pro-2025-03-19']],
  ['o3-pro', 'o3-pro', '2025-06-10', 200_000, 100_000, ['o3-pro-2025-06-10']],
  ['o3-deep-research', 'o3 Deep Research', '2025-06-26', 200_000, 100_000],
  ['o4-mini-deep-research', 'o4-mini Deep Research', '2025-06-26', 200_000, 100_000],
  ['codex-mini-latest', 'Codex mini', '2025-05-16', 200_000, 100_000],
  ['gpt-5-codex', 'GPT-5-Codex', '2025-09-23', 400_000, 128_000],
  ['gpt-5-pro', 'GPT-5 Pro', '2025-10-06', 400_000, 272_000, ['gpt-5-pro-2025-10-06']],
  ['gpt-5.1-codex', 'GPT-5.1-Codex', '2025-11-13', 400_000, 128_000],
  ['gpt-5.1-codex-mini', 'GPT-5.1-Codex mini', '2025-11-13', 400_000, 128_000],
  ['gpt-5.1-codex-max', 'GPT-5.1-Codex-Max', '2025-11-19', 400_000, 128_000],
  ['gpt-5.2-pro', 'GPT-5.2 Pro', '2025-12-11', 400_000, 128_000, ['gpt-5.2-pro-2025-12-11']],
  ['gpt-5.2-codex', 'GPT-5.2-Codex', null, 400_000, 128_000],
  ['gpt-5.3-codex', 'GPT-5.3-Codex', null, 400_000, 128_000],
  ['gpt-5.4-pro', 'GPT-5.4 Pro', '2026-03-05', 1_050_000, 128_000, ['gpt-5.4-pro-2026-03-05']],
  ['gpt-5.5-pro', 'GPT-5.5 Pro', '2026-04-23', 1_050_000, 128_000, ['gpt-5.5-pro-2026-04-23']],
];

const embeddings: readonly ModelRow[] = [
  ['text-embedding-3-small', 'Text Embedding 3 Small', '2024-01-25', 8_191, null],
  ['text-embedding-3-large', 'Text Embedding 3 Large', '2024-01-25', 8_191, null],
  ['text-embedding-ada-002', 'Text Embedding Ada 002', '2022-12-15', 8_191, null],
];

export const openAiModels: readonly CatalogModel[] = [
  ...chatAndResponses.map(served('chat', 'responses')),
  ...chatOnly.map(served('chat')),
  ...responsesOnly.map(served('responses')),
  ...embeddings.map(served('embeddings')),
];

function served(...wires: readonly Wire[]): (row: ModelRow) => CatalogModel {
  return (row) => ({ ...readRow(row), provider: 'openai', ownedBy: 'openai', wires });
}
