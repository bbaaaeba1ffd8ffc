/** Runs one parametrised statement on whatever connection or transaction it was made for. */
export type Execute = <Row extends object>(
  text: string,
  values?: readonly unknown[],
) => Promise<Row[]>;
