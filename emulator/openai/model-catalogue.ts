export type ModelKind = 'chat' | 'responses' | 'completion' | 'embedding';

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

export type Model = {
  id: string;
  /** The name that answers carry: aliases resolve to a dated snapshot. */
  snapshot: string;
  /** `chat` models also answer the Responses API; `responses` models nothing else. */
  kind: ModelKind;
  created: number;
  isReasoning: boolean;
  /** How hard it reasons when the request does not say. */
  effort: Effort;
  /** In chat it refuses function tools unless it is told not to reason. */
  refusesReasonedTools: boolean;
  hearsAudio: boolean;
  /** Length of a vector, for embedding models. */
  dimensions: number;
};

type Traits = Omit<Model, 'id' | 'snapshot' | 'created'>;

const chat: Traits = {
  kind: 'chat',
  isReasoning: false,
  effort: 'none',
  refusesReasonedTools: false,
  hearsAudio: false,
  dimensions: 0,
};
const audio: Traits = { ...chat, hearsAudio: true };
const completion: Traits = { ...chat, kind: 'completion' };
const reasoning: Traits = { ...chat, isReasoning: true, effort: 'medium' };
/** Since 5.1 a model reasons on request only, and says so by its default. */
const onRequest: Traits = { ...reasoning, effort: 'none' };
/** From 5.4 on, chat takes tools or reasoning, not both; from 5.6 on reasoning is the default again. */
const toolsElsewhere: Traits = { ...onRequest, refusesReasonedTools: true };
const reasonsElsewhere: Traits = { ...reasoning, refusesReasonedTools: true };
const agentic: Traits = { ...reasoning, kind: 'responses' };
const embedding = (dimensions: number): Traits => ({ ...chat, kind: 'embedding', dimensions });

type Entry = readonly [id: string, created: number, traits: Traits, snapshot?: string];

const entries: readonly Entry[] = [
  ['gpt-3.5-turbo', 1_677_610_602, chat, 'gpt-3.5-turbo-0125'],
  ['gpt-4', 1_687_882_411, chat, 'gpt-4-0613'],
  ['gpt-4-turbo', 1_712_361_441, chat, 'gpt-4-turbo-2024-04-09'],
  ['gpt-4o', 1_715_367_049, chat, 'gpt-4o-2024-08-06'],
  ['gpt-4o-mini', 1_721_172_741, chat, 'gpt-4o-mini-2024-07-18'],
  ['chatgpt-4o-latest', 1_723_515_131, chat],
  ['gpt-4o-search-preview', 1_741_388_720, chat, 'gpt-4o-search-preview-2025-03-11'],
  ['gpt-4o-mini-search-preview', 1_741_391_161, chat, 'gpt-4o-mini-search-preview-2025-03-11'],
  ['gpt-4.1', 1_744_316_542, chat, 'gpt-4.1-2025-04-14'],
  ['gpt-4.1-mini', 1_744_318_173, chat, 'gpt-4.1-mini-2025-04-14'],
  ['gpt-4.1-nano', 1_744_321_707, chat, 'gpt-4.1-nano-2025-04-14'],
  ['gpt-4o-audio-preview', 1_727_460_443, audio, 'gpt-4o-audio-preview-2025-06-03'],
  ['gpt-4o-mini-audio-preview', 1_734_387_424, audio, 'gpt-4o-mini-audio-preview-2024-12-17'],
  ['gpt-audio', 1_756_339_249, audio, 'gpt-audio-2025-08-28'],
  ['o1', 1_734_375_816, reasoning, 'o1-2024-12-17'],
  ['o1-pro', 1_742_251_791, agentic, 'o1-pro-2025-03-19'],
  ['o3-mini', 1_737_146_383, reasoning, 'o3-mini-2025-01-31'],
  ['o3', 1_744_225_308, reasoning, 'o3-2025-04-16'],
  ['o3-pro', 1_748_475_349, agentic, 'o3-pro-2025-06-10'],
  ['o3-deep-research', 1_749_840_121, agentic, 'o3-deep-research-2025-06-26'],
  ['o4-mini', 1_744_225_351, reasoning, 'o4-mini-2025-04-16'],
  ['gpt-5', 1_754_425_777, reasoning, 'gpt-5-2025-08-07'],
  ['gpt-5-mini', 1_754_425_928, reasoning, 'gpt-5-mini-2025-08-07'],
  ['gpt-5-nano', 1_754_426_384, reasoning, 'gpt-5-nano-2025-08-07'],
  ['gpt-5-pro', 1_759_469_707, agentic, 'gpt-5-pro-2025-10-06'],
  ['gpt-5-chat-latest', 1_754_073_306, chat],
  ['gpt-5-codex', 1_757_527_818, agentic],
  ['gpt-5.1', 1_762_800_673, onRequest, 'gpt-5.1-2025-11-13'],
  ['gpt-5.1-chat-latest', 1_762_547_951, onRequest],
  ['gpt-5.1-codex', 1_762_988_221, agentic],
  ['gpt-5.1-codex-max', 1_763_671_532, agentic],
  ['gpt-5.1-codex-mini', 1_763_007_109, agentic],
  ['gpt-5.2', 1_765_313_051, onRequest, 'gpt-5.2-2025-12-11'],
  ['gpt-5.2-chat-latest', 1_765_344_352, onRequest],
  ['gpt-5.2-codex', 1_766_164_985, agentic],
  ['gpt-5.3-codex', 1_770_307_461, agentic],
  ['gpt-5.4', 1_772_654_062, toolsElsewhere, 'gpt-5.4-2026-03-05'],
  ['gpt-5.4-mini', 1_773_451_123, toolsElsewhere, 'gpt-5.4-mini-2026-03-17'],
  ['gpt-5.4-nano', 1_773_451_220, toolsElsewhere, 'gpt-5.4-nano-2026-03-17'],
  ['gpt-5.5', 1_776_907_341, toolsElsewhere, 'gpt-5.5-2026-04-23'],
  ['gpt-5.6', 1_783_600_000, reasonsElsewhere, 'gpt-5.6-sol'],
  ['gpt-5.6-sol', 1_783_600_000, reasonsElsewhere],
  ['gpt-5.6-terra', 1_783_600_000, reasonsElsewhere],
  ['gpt-5.6-luna', 1_783_600_000, reasonsElsewhere],
  ['gpt-6-astra', 1_789_000_000, reasonsElsewhere],
  ['babbage-002', 1_692_634_615, completion, 'babbage:2023-07-21-v2'],
  ['davinci-002', 1_692_634_301, completion, 'davinci:2023-07-21-v2'],
  ['gpt-3.5-turbo-instruct', 1_692_901_427, completion, 'gpt-3.5-turbo-instruct:20230824-v2'],
  ['text-embedding-ada-002', 1_671_217_299, embedding(1536), 'text-embedding-ada-002-v2'],
  ['text-embedding-3-small', 1_705_948_997, embedding(1536)],
  ['text-embedding-3-large', 1_705_953_180, embedding(3072)],
];

export const catalogue: readonly Model[] = entries.map(([id, created, traits, snapshot]) => ({
  ...traits,
  id,
  created,
  snapshot: snapshot ?? id,
}));

/** What a model that is in no catalogue is taken for: `gpt-fault-…` and its kin. */
export const ordinaryModel: Traits = chat;
