import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { KeysetPager } from '../../components/KeysetPager.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ApprovalDrawer } from './ApprovalDrawer.tsx';
import { ApprovalFilters } from './ApprovalFilters.tsx';
import { ApprovalTable } from './ApprovalTable.tsx';
import { type ApprovalSearch, pageOf, searchFor } from './approval-search.ts';

const pageSize = 50;

export function ApprovalsPage() {
  const text = useText().approvals;
  const search = useSearch({ from: '/shell/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const { approval, ...page } = search;
  const { before, status = 'pending' } = page;
  const newest = searchFor(status);
  const approvals = useQuery(queries.approvals(pageOf(page, pageSize)));
  const nextBefore = approvals.data?.next_before ?? null;
  const go = (next: ApprovalSearch) => void navigate({ search: next });
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} />
      <Stack gap="md">
        <ApprovalFilters
          chosen={status}
          pending={approvals.data?.pending}
          onChoose={(chosen) => go(searchFor(chosen))}
        />
        <ApprovalTable
          approvals={approvals}
          status={status}
          onOpen={({ id }) => go({ ...search, approval: id })}
          onShowWaiting={() => go({})}
        />
        <KeysetPager
          key={status}
          label={text.pages}
          page={page}
          newest={newest}
          isNewest={before === undefined}
          older={nextBefore === null ? undefined : { ...newest, before: nextBefore }}
          onGo={go}
        />
      </Stack>
      {approval !== undefined && (
        <ApprovalDrawer
          id={approval}
          next={
            approvals.data?.approvals.find(
              ({ id, status: each }) => each === 'pending' && id !== approval,
            )?.id
          }
          onNext={(id) => go({ ...page, approval: id })}
          onClose={() => go(page)}
        />
      )}
    </>
  );
}
