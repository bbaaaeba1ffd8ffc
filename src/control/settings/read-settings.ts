import type { SettingsView } from '../../contract/schemas.ts';
import type { TenantSettings } from '../../ports/unit-of-work.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';

export async function readSettings(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<SettingsView> {
  return settingsView(await use.unitOfWork.read(by.tenantId, (tx) => tx.settings.read()));
}

export function settingsView({ credentialFallback, translation }: TenantSettings): SettingsView {
  return { credential_fallback: credentialFallback, translation };
}
