import { Alert, Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Info } from 'lucide-react';
import { queries } from '../../api/queries.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';

/** Where a log was frozen and another one follows it, each has a page of its own. */
export function GenerationNote({ shown }: { readonly shown: number | undefined }) {
  const text = useText().audit.generations;
  const { number } = useFormats();
  const newest = useQuery(queries.auditStatus()).data?.generation ?? 1;
  if (newest === 1) return null;
  const current = shown ?? newest;
  const others = Array.from({ length: newest }, (_, at) => newest - at).filter(
    (each) => each !== current,
  );
  return (
    <Alert
      color="gray"
      icon={<Info size={18} />}
      title={text.title(number(current), number(newest))}
    >
      {text.text}
      <Group gap="md" mt={6}>
        {others.map((each) => (
          <Anchor
            key={each}
            size="sm"
            renderRoot={(props) => (
              <Link {...props} to="/audit" search={each === newest ? {} : { generation: each }} />
            )}
          >
            {text.show(number(each))}
          </Anchor>
        ))}
      </Group>
    </Alert>
  );
}
