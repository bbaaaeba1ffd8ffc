import type { Conversation, Settings } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Ledger } from '../ledger.ts';
import type { TargetModel } from '../model-abilities.ts';

export interface SettingWriter {
  readonly settings: Settings;
  readonly target: TargetModel;
  readonly ledger: Ledger;
  /** The client's name of a setting. */
  at(name: keyof Settings): string;
}

type Members = { readonly [name: string]: Emittable | undefined };

const stopsMax = 4;
/** What sampling is without being asked for; saying so is no wish. */
const samplingDefault = 1;

export function settingWriter(
  { settings, settingsAt }: Conversation,
  target: TargetModel,
  ledger: Ledger,
): SettingWriter {
  return { settings, target, ledger, at: (name) => settingsAt[name] ?? name };
}

/** The members of a request to OpenAI that say how to answer, but for reasoning. */
export function writeSettings(use: SettingWriter): Members {
  const { settings, ledger, at } = use;
  if (settings.topK !== undefined) ledger.lose(at('topK'), 'is not known to OpenAI');
  // OpenAI takes metadata only of what it is asked to store.
  if (settings.metadata) ledger.drop(at('metadata'));
  return {
    [use.target.abilities.maxTokensName]: writeLimit(use),
    temperature: writeTemperature(use),
    top_p: writeSampling('topP', use),
    stop: writeStop(use),
    response_format: writeFormat(use),
    service_tier: writeServiceTier(use),
    safety_identifier: settings.user,
  };
}

function writeLimit({ settings, target, ledger, at }: SettingWriter): number | undefined {
  const { maxTokens } = settings;
  const max = target.abilities.maxOutputTokens;
  if (maxTokens === undefined || maxTokens <= max) return maxTokens;
  ledger.alter(at('maxTokens'), `is more than the ${max} tokens that ${target.model} can answer`);
  return max;
}

function writeTemperature(use: SettingWriter): number | undefined {
  const temperature = writeSampling('temperature', use);
  const max = use.target.abilities.temperatureMax;
  if (temperature === undefined || temperature <= max) return temperature;
  use.ledger.lose(
    use.at('temperature'),
    `is above ${max}, the most that ${use.target.model} takes`,
  );
  return undefined;
}

function writeSampling(name: 'temperature' | 'topP', use: SettingWriter): number | undefined {
  const value = use.settings[name];
  if (value === undefined || use.target.abilities.sampling) return value;
  if (value !== samplingDefault) {
    use.ledger.lose(use.at(name), `is not taken by ${use.target.model}`);
  }
  return undefined;
}

function writeStop({ settings, ledger, at }: SettingWriter): readonly string[] | undefined {
  const { stop } = settings;
  if (!stop || stop.length <= stopsMax) return stop;
  ledger.lose(`${at('stop')}[${stopsMax}]`, `is one more than the ${stopsMax} that OpenAI takes`);
  return stop.slice(0, stopsMax);
}

function writeFormat({ settings, target, ledger, at }: SettingWriter): Emittable | undefined {
  const { format } = settings;
  if (format?.type !== 'json_schema') return format && { type: format.type };
  if (!target.abilities.structuredOutput) {
    ledger.lose(at('format'), `binds the answer to a schema, which ${target.model} cannot do`);
    return undefined;
  }
  const { description, schema, strict } = format;
  return {
    type: 'json_schema',
    json_schema: { name: schemaName(format.name), description, schema, strict },
  };
}

/** The name of a schema is a mere label; OpenAI refuses all but letters, digits, `_` and `-`. */
function schemaName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'answer';
}

const serviceTiers: ReadonlyMap<string, string> = new Map([
  ['auto', 'auto'],
  ['default', 'default'],
  ['standard_only', 'default'],
  ['flex', 'flex'],
  ['priority', 'priority'],
]);

function writeServiceTier({ settings, ledger, at }: SettingWriter): string | undefined {
  if (settings.serviceTier === undefined) return undefined;
  const tier = serviceTiers.get(settings.serviceTier);
  // A tier is about price and delay, not about the answer.
  if (tier === undefined) ledger.drop(at('serviceTier'));
  return tier;
}
