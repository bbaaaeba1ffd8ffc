import { Link } from '@tanstack/react-router';
import { useText } from '../../../app/i18n/Language.tsx';
import classes from '../Audit.module.css';

/** All that the log says about a hold, an erasure or a request. */
export function LogLink({
  subject,
  what,
  label,
}: {
  readonly subject: string;
  /** Names it for those who do not see the row. */
  readonly what: string;
  readonly label?: string;
}) {
  const text = useText().audit.evidence;
  return (
    <Link
      to="/audit"
      search={{ subject }}
      className={classes['link']}
      aria-label={label === undefined ? text.inLogOf(what) : undefined}
    >
      {label ?? text.inLog}
    </Link>
  );
}
