/** What the address of the page holds: `?tab=inspection`. */
export interface SettingsSearch {
  readonly tab?: 'inspection';
}

export function readSettingsSearch({ tab }: Record<string, unknown>): SettingsSearch {
  return tab === 'inspection' ? { tab } : {};
}
