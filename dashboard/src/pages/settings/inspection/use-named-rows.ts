import { useState } from 'react';

type Open<Row> =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'remove'; readonly row: Row }
  | undefined;

/** Which row of a list is being changed, and the list as it is afterwards. */
export function useNamedRows<Row extends { readonly name: string }>(
  rows: readonly Row[],
  store: (rows: Row[]) => Promise<void>,
) {
  const [open, setOpen] = useState<Open<Row>>();
  const close = () => setOpen(undefined);
  const edited = open?.what === 'edit' ? open.row : undefined;
  return {
    open,
    edited,
    close,
    add: () => setOpen({ what: 'add' }),
    act: (what: 'edit' | 'remove', row: Row) => setOpen({ what, row }),
    /** At its place in the list where it was edited, at the end where it is new. */
    save: async (row: Row) => {
      await store(
        edited === undefined
          ? [...rows, row]
          : rows.map((each) => (each.name === edited.name ? row : each)),
      );
      close();
    },
    remove: async (row: Row) => {
      await store(rows.filter(({ name }) => name !== row.name));
      close();
    },
    /** Where the row that is being saved stands in what is sent. */
    place: edited === undefined ? rows.length : rows.indexOf(edited),
  };
}
