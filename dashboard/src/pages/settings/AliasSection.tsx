import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ModelAliasView } from '../../../../src/contract/schemas.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { AliasDialog } from './AliasDialog.tsx';
import { AliasTable } from './AliasTable.tsx';
import { RemoveAliasDialog } from './RemoveAliasDialog.tsx';
import { SettingsSection } from './SettingsSection.tsx';

type Open =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'remove'; readonly alias: ModelAliasView };

/** The tenant's own names for models. */
export function AliasSection() {
  const text = useText().models.aliases;
  const disabledReason = useDisabledReason('settings.write');
  const aliases = useQuery(queries.modelAliases());
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const changed = async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.modelAliases().queryKey }),
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
    ]);
    close();
  };
  const add = (
    <GuardedButton
      leftSection={<Plus size={17} />}
      disabledReason={disabledReason}
      onClick={() => setOpen({ what: 'add' })}
    >
      {text.add}
    </GuardedButton>
  );
  return (
    <SettingsSection id="aliases" title={text.title} text={text.text} action={add}>
      <AliasTable
        aliases={aliases}
        disabledReason={disabledReason}
        onAction={(what, alias) => setOpen({ what, alias })}
      />
      {(open?.what === 'add' || open?.what === 'edit') && (
        <AliasDialog
          edited={open.what === 'edit' ? open.alias : undefined}
          taken={aliases.data?.aliases ?? []}
          onSaved={changed}
          onClose={close}
        />
      )}
      {open?.what === 'remove' && (
        <RemoveAliasDialog alias={open.alias} onRemoved={changed} onClose={close} />
      )}
    </SettingsSection>
  );
}
