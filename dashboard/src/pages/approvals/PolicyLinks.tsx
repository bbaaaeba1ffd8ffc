import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import classes from './Approvals.module.css';

/** The versions of policies that hold a request, each with the way to it. */
export function PolicyLinks({ policies }: { readonly policies: readonly string[] }) {
  const known = useQuery(queries.policies()).data?.policies;
  return (
    <ul className={classes['policies']}>
      {policies.map((reference) => {
        const [name = reference, version = ''] = reference.split('@');
        const id = known?.find((each) => each.name === name)?.id;
        return (
          <li key={reference}>
            {id === undefined ? (
              reference
            ) : (
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/policies/$id"
                    params={{ id }}
                    search={{ tab: 'versions', version: Number(version) }}
                  />
                )}
              >
                {reference}
              </Anchor>
            )}
          </li>
        );
      })}
    </ul>
  );
}
