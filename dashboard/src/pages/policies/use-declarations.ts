import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  type Declarations,
  noDeclarations,
} from '../../../../src/domain/policy/document/parse-policies.ts';
import { queries } from '../../api/queries.ts';

/** The tenant's lists, calendars and recognisers, as the compiler takes them; none until they are there. */
export function useDeclarations(): Declarations {
  const { data } = useQuery(queries.declarations());
  return useMemo(() => {
    if (data === undefined) return noDeclarations;
    return {
      lists: new Map(data.lists.map(({ name, values }) => [name, values])),
      calendars: data.calendars.map(({ name }) => name),
      recognisers: data.recognisers,
    };
  }, [data]);
}
