import type { ReactNode } from 'react';
import classes from './Audit.module.css';

/** One of a list of facts: its name, what it is, and below it how that is known. */
export function Fact({
  label,
  value,
  children,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        <div className={classes['how']}>{children}</div>
      </dd>
    </div>
  );
}
