import { Alert, Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PolicyVersionView } from '../../../../../src/contract/policy-schemas.ts';
import { useText } from '../../../app/i18n/Language.tsx';

/** In the place of the button: what the version does now, and where to see it. */
export function InForce({
  version,
  name,
  isNew,
}: {
  readonly version: PolicyVersionView;
  readonly name: string;
  /** Whether the reader has just put it into force; the button that had the focus is gone. */
  readonly isNew: boolean;
}) {
  const text = useText().policies.activate;
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew) notice.current?.focus();
  }, [isNew]);
  return (
    <Alert
      ref={notice}
      role="status"
      tabIndex={-1}
      color="green"
      icon={<CircleCheck size={18} />}
      title={text.isInForce}
    >
      <Text size="sm">{text.whatNow[version.mode]}</Text>
      {version.mode !== 'off' && (
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/policies" search={{ find: name }} />}
        >
          {text.toList}
        </Anchor>
      )}
    </Alert>
  );
}
