export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What one model can do, as far as a request can be refused for it. */
export type Model = {
  id: string;
  /** The short name that means the same. */
  alias?: string;
  name: string;
  line: 'haiku' | 'sonnet' | 'opus' | 'fable';
  createdAt: string;
  deprecatedAt?: string;
  retiresAt?: string;
  lifecycle: 'active' | 'deprecated' | 'retired';
  inputTokensMax: number;
  outputTokensMax: number;
  /** Whether `temperature` and `top_p` work together, one at a time, or not at all. */
  sampling: 'free' | 'one' | 'none';
  /** The values of `thinking.type` that it takes. */
  thinking: readonly ('enabled' | 'adaptive' | 'disabled' | 'between_tools')[];
  /** Whether thinking comes with its text when the request does not say. */
  showsThinking: boolean;
  forcedTools: boolean;
  prefill: boolean;
  efforts: readonly Effort[];
  /** Efforts that do not go with thinking switched off. */
  effortsThinking: readonly Effort[];
  structuredOutput: boolean;
};

type Generation = Omit<Model, 'id' | 'name' | 'line' | 'createdAt'>;

const lines = ['haiku', 'sonnet', 'opus', 'fable'] as const;
const earlyEfforts: readonly Effort[] = ['low', 'medium', 'high', 'max'];
const allEfforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];
const deepEfforts: readonly Effort[] = ['xhigh', 'max'];

const generation4 = {
  lifecycle: 'active',
  inputTokensMax: 200_000,
  outputTokensMax: 64_000,
  sampling: 'free',
  thinking: ['enabled', 'disabled'],
  showsThinking: true,
  forcedTools: true,
  prefill: true,
  efforts: [],
  effortsThinking: [],
  structuredOutput: false,
} as const satisfies Generation;

const generation45 = { ...generation4, sampling: 'one', structuredOutput: true } as const;

const generation46 = {
  ...generation45,
  inputTokensMax: 1_000_000,
  outputTokensMax: 128_000,
  thinking: ['enabled', 'adaptive', 'disabled'],
  prefill: false,
  efforts: earlyEfforts,
} as const;

const generation47 = {
  ...generation46,
  sampling: 'none',
  showsThinking: false,
  efforts: allEfforts,
} as const;

const generation55 = {
  ...generation47,
  thinking: ['adaptive'],
  forcedTools: false,
  effortsThinking: deepEfforts,
} as const;

const retired = {
  ...generation4,
  lifecycle: 'retired',
  retiresAt: '2026-02-19T00:00:00Z',
} as const;

/** Newest first, as the API lists them. */
export const catalogue: readonly Model[] = [
  entry(generation55, ['claude-opus-5-5', 'Claude Opus 5.5', '2026-10-08']),
  entry(generation55, ['claude-fable-5-1', 'Claude Fable 5.1', '2026-09-22']),
  {
    ...entry(generation55, ['claude-sonnet-5-5', 'Claude Sonnet 5.5', '2026-09-10']),
    thinking: ['adaptive', 'between_tools'],
  },
  {
    ...entry(generation55, ['claude-haiku-5-5', 'Claude Haiku 5.5', '2026-09-02']),
    thinking: ['adaptive', 'disabled'],
    forcedTools: true,
    inputTokensMax: 400_000,
  },
  {
    ...entry(generation47, ['claude-opus-5', 'Claude Opus 5', '2026-07-21']),
    effortsThinking: deepEfforts,
  },
  {
    ...entry(generation47, ['claude-fable-5', 'Claude Fable 5', '2026-06-30']),
    thinking: ['adaptive'],
  },
  entry(generation47, ['claude-sonnet-5', 'Claude Sonnet 5', '2026-06-16']),
  entry(generation47, ['claude-opus-4-8', 'Claude Opus 4.8', '2026-05-26']),
  entry(generation47, ['claude-opus-4-7', 'Claude Opus 4.7', '2026-04-14']),
  entry(generation46, ['claude-sonnet-4-6', 'Claude Sonnet 4.6', '2026-02-17']),
  entry(generation46, ['claude-opus-4-6', 'Claude Opus 4.6', '2026-02-04']),
  {
    ...entry(generation45, ['claude-opus-4-5-20251101', 'Claude Opus 4.5', '2025-11-24']),
    efforts: ['low', 'medium', 'high'],
  },
  entry(generation45, ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5', '2025-10-15']),
  {
    ...entry(generation45, ['claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5', '2025-09-29']),
    lifecycle: 'deprecated',
    deprecatedAt: '2026-09-29T00:00:00Z',
    retiresAt: '2026-11-30T00:00:00Z',
  },
  {
    ...entry(retired, ['claude-opus-4-1-20250805', 'Claude Opus 4.1', '2025-08-05']),
    outputTokensMax: 32_000,
  },
  {
    ...entry(retired, ['claude-opus-4-20250514', 'Claude Opus 4', '2025-05-22']),
    outputTokensMax: 32_000,
  },
  entry(retired, ['claude-sonnet-4-20250514', 'Claude Sonnet 4', '2025-05-22']),
  entry(retired, ['claude-3-7-sonnet-20250219', 'Claude Sonnet 3.7', '2025-02-24']),
  unthinking(['claude-3-5-sonnet-20241022', 'Claude Sonnet 3.5', '2024-10-22'], 8_192),
  unthinking(['claude-3-5-haiku-20241022', 'Claude Haiku 3.5', '2024-10-22'], 8_192),
  unthinking(['claude-3-5-sonnet-20240620', 'Claude Sonnet 3.5', '2024-06-20'], 8_192),
  unthinking(['claude-3-haiku-20240307', 'Claude Haiku 3', '2024-03-07'], 4_096),
];

/** The model of that name, also by its short name or as Bedrock spells it; retired ones included. */
export function findModel(name: string): Model | undefined {
  // A suffix that asks for a fault keeps the model: what the fault leaves standing must still answer.
  const id = nativeName(name).replace(/-fault-[a-z0-9-]+$/, '');
  if (id === 'claude') return findModel('claude-sonnet-4-6');
  return catalogue.find((model) => model.id === id || model.alias === id);
}

/** The model of that name, if Anthropic's own API still offers it. */
export function findOffered(name: string): Model | undefined {
  const model = name.startsWith('claude') ? findModel(name) : undefined;
  return model?.lifecycle === 'retired' ? undefined : model;
}

function nativeName(name: string): string {
  return /^(?:[a-z-]+\.)?anthropic\.(claude-.+?)(?:-v\d+(?::\d+)?)?$/.exec(name)?.[1] ?? name;
}

function entry(generation: Generation, [id, name, day]: [string, string, string]): Model {
  const alias = id.replace(/-\d{8}$/, '');
  return {
    ...generation,
    id,
    ...(alias === id ? {} : { alias }),
    name,
    line: lines.find((line) => id.includes(line)) ?? 'sonnet',
    createdAt: `${day}T00:00:00Z`,
  };
}

function unthinking(names: [string, string, string], outputTokensMax: number): Model {
  return { ...entry(retired, names), outputTokensMax, thinking: ['disabled'] };
}
