import type { Conversation, Settings } from '../conversation.ts';

/** Settings, each with its place in the client's request. */
export interface PlacedSettings {
  readonly settings: Settings;
  readonly settingsAt: Conversation['settingsAt'];
}

const settingNames = [
  'maxTokens',
  'temperature',
  'topP',
  'topK',
  'stop',
  'reasoning',
  'format',
  'serviceTier',
  'user',
  'metadata',
] as const;

/** Leaves out what is undefined, and says of the rest where it stood. */
export function placed(
  settings: { readonly [Name in keyof Settings]: Settings[Name] | undefined },
  placeOf: (name: keyof Settings) => string,
): PlacedSettings {
  let kept: Settings = {};
  let settingsAt: Conversation['settingsAt'] = {};
  for (const name of settingNames) {
    const value = settings[name];
    if (value === undefined) continue;
    kept = { ...kept, [name]: value };
    settingsAt = { ...settingsAt, [name]: placeOf(name) };
  }
  return { settings: kept, settingsAt };
}
