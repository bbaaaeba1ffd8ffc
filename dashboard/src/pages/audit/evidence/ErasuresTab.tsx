import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { may } from '../../../../../src/domain/access/role.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { EraseDialog } from './EraseDialog.tsx';
import { ErasureTable } from './ErasureTable.tsx';
import classes from './Evidence.module.css';
import { evidenceQueries } from './evidence-queries.ts';

/** What was destroyed on request, by whom, and how far what is under way has come. */
export function ErasuresTab() {
  const text = useText().audit.erasures;
  const canWrite = may(useSession().user.role, 'evidence.write');
  const erasures = useQuery(evidenceQueries.erasures());
  const [isOpen, setOpen] = useState(false);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="md">
        <Text size="md" c="dimmed" flex={1} miw={220} className={classes['intro']}>
          {text.intro}
        </Text>
        {canWrite && (
          <Button leftSection={<Eraser size={17} />} onClick={() => setOpen(true)}>
            {text.erase}
          </Button>
        )}
      </Group>
      <ErasureTable erasures={erasures} />
      {isOpen && <EraseDialog onClose={() => setOpen(false)} />}
    </Stack>
  );
}
