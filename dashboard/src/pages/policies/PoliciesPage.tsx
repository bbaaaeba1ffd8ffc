import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { PolicyFilters } from './PolicyFilters.tsx';
import { PolicyTable } from './PolicyTable.tsx';
import type { PolicySearch } from './policy-search.ts';

export function PoliciesPage() {
  const text = useText().policies;
  const search = useSearch({ from: '/shell/policies' });
  const navigate = useNavigate({ from: '/policies' });
  const policies = useQuery(queries.policies());
  const go = (next: PolicySearch) => void navigate({ search: next, replace: true });
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} action={<NewPolicyButton />} />
      <PolicyFilters
        search={search}
        scopes={[...new Set(policies.data?.policies.map(({ scope }) => scope))].sort()}
        onChange={go}
      />
      <PolicyTable
        policies={policies}
        search={search}
        onClearFilters={() => go({})}
        emptyAction={<NewPolicyButton />}
      />
    </>
  );
}

function NewPolicyButton() {
  const text = useText().policies;
  const disabledReason = useDisabledReason('policy.write');
  const icon = <Plus size={17} />;
  if (disabledReason !== undefined) {
    return (
      <GuardedButton leftSection={icon} disabledReason={disabledReason} onClick={() => {}}>
        {text.add}
      </GuardedButton>
    );
  }
  return (
    <Button component={Link} to="/policies/new" leftSection={icon}>
      {text.add}
    </Button>
  );
}
