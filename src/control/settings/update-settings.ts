import type { SettingsView } from '../../contract/schemas.ts';
import type { AuditedChange } from '../../domain/audit/fact-parts.ts';
import type { CredentialFallback, TenantSettings } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { settingsView } from './read-settings.ts';

export interface UpdateSettings {
  readonly by: Caller;
  /** What is undefined stays: each part of the page is saved by itself. */
  readonly change: {
    readonly credentialFallback: CredentialFallback | undefined;
    readonly translation: TenantSettings['translation'] | undefined;
  };
}

/** Every node's gateway follows at once: a fallback that was forbidden serves no request that begins afterwards. */
export function updateSettings(
  { by, change }: UpdateSettings,
  use: Control,
): Promise<SettingsView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const former = await tx.settings.read();
    const settings: TenantSettings = {
      credentialFallback: change.credentialFallback ?? former.credentialFallback,
      translation: change.translation ?? former.translation,
    };
    const changes = changesBetween(settingsView(former), settingsView(settings));
    if (changes.length > 0) {
      await tx.settings.write(settings);
      tx.audit({ type: 'settings.changed', ...signedBy(by), changes });
    }
    return settingsView(settings);
  });
}

function changesBetween(former: SettingsView, settings: SettingsView): AuditedChange[] {
  return (['credential_fallback', 'translation'] as const)
    .map((field) => ({ field, old: former[field], new: settings[field] }))
    .filter((change) => change.old !== change.new);
}
