import { Button, Group } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../app/i18n/Language.tsx';

interface KeysetPagerProps<Page> {
  readonly label: string;
  readonly page: Page;
  readonly newest: Page;
  readonly isNewest: boolean;
  /** Undefined on the last page. */
  readonly older: Page | undefined;
  readonly onGo: (page: Page) => void;
}

/** Older pages by keyset; the way back is the trail of pages that led here, or the newest one. */
export function KeysetPager<Page>({
  label,
  page,
  newest,
  isNewest,
  older,
  onGo,
}: KeysetPagerProps<Page>) {
  const text = useText().action;
  const [trail, setTrail] = useState<readonly Page[]>([]);
  const goOlder = () => {
    if (older === undefined) return;
    setTrail([...trail, page]);
    onGo(older);
  };
  const goNewer = () => {
    setTrail(trail.slice(0, -1));
    onGo(trail.at(-1) ?? newest);
  };
  if (isNewest && older === undefined) return null;
  return (
    <Group component="nav" justify="flex-end" gap="xs" aria-label={label}>
      <Button
        variant="default"
        leftSection={<ChevronLeft size={16} />}
        disabled={isNewest}
        onClick={goNewer}
      >
        {text.newer}
      </Button>
      <Button
        variant="default"
        rightSection={<ChevronRight size={16} />}
        disabled={older === undefined}
        onClick={goOlder}
      >
        {text.older}
      </Button>
    </Group>
  );
}
