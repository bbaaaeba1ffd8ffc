const shownLength = 8;

/** An id where there is no name. Its end is random; the beginning is a time and looks alike. */
export function shortId(id: string): string {
  const [prefix = '', rest = ''] = id.split('_');
  return `${prefix}_…${rest.slice(-shownLength)}`;
}
