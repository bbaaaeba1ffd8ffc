/** Rows of RFC 4180 text by the names in its first line. Quoted fields may hold commas, quotes and line breaks. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = splitRows(text.replace(/^\ufeff/u, ''));
  return rows
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}

const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

function splitRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, ending] of text.matchAll(field)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (ending === ',') continue;
    rows.push(row);
    row = [];
    if (ending === '') break;
  }
  return rows;
}
