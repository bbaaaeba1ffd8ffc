import { Group } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { may } from '../../../../src/domain/access/role.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { AuditTabs } from './AuditTabs.tsx';
import type { AuditSearch } from './audit-search.ts';
import { ExportButton } from './export/ExportButton.tsx';
import { LogTab } from './LogTab.tsx';
import { VerifyButton } from './verify/VerifyButton.tsx';

export function AuditPage() {
  const text = useText().audit;
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const canSeeEvidence = may(useSession().user.role, 'evidence.read');
  const go = (next: AuditSearch) => void navigate({ search: next });
  return (
    <>
      <PageHeader
        title={text.title}
        intro={text.intro}
        action={
          search.tab === undefined && (
            <Group gap="xs">
              <VerifyButton onShow={(index) => go({ before: index + 1 })} />
              <ExportButton search={search} />
            </Group>
          )
        }
      />
      {canSeeEvidence ? (
        <AuditTabs search={search} onGo={go} />
      ) : (
        <LogTab search={search} onGo={go} />
      )}
    </>
  );
}
