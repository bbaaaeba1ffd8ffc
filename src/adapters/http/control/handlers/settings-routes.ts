import type { Control } from '../../../../control/control.ts';
import { listModelAliases } from '../../../../control/settings/list-model-aliases.ts';
import { readSettings } from '../../../../control/settings/read-settings.ts';
import { removeModelAlias } from '../../../../control/settings/remove-model-alias.ts';
import { setModelAlias } from '../../../../control/settings/set-model-alias.ts';
import { updateSettings } from '../../../../control/settings/update-settings.ts';
import { callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** Settings. */
export function settingsRoutes(control: Control): Route[] {
  return [
    route('settings.read', async (_, call) => readSettings({ by: callerOf(call) }, control)),

    route('settings.update', async ({ body }, call) => {
      const change = {
        credentialFallback: body.credential_fallback,
        translation: body.translation,
      };
      return updateSettings({ by: callerOf(call), change }, control);
    }),

    route('model_alias.list', async (_, call) => ({
      aliases: await listModelAliases({ by: callerOf(call) }, control),
    })),

    route('model_alias.set', async ({ body: { alias, provider, model } }, call) =>
      setModelAlias({ by: callerOf(call), alias, target: { provider, model } }, control),
    ),

    route('model_alias.remove', async ({ params: { alias } }, call) => {
      await removeModelAlias({ by: callerOf(call), alias }, control);
      return null;
    }),
  ];
}
