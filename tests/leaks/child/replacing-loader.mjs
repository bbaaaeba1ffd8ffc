let replacement;

export function initialize(data) {
  replacement = data;
}

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith(replacement.file)) return loaded;
  const source = String(loaded.source);
  if (!source.includes(replacement.from)) {
    throw new Error(`${replacement.file} does not hold: ${replacement.from}`);
  }
  return { ...loaded, source: source.replace(replacement.from, replacement.to) };
}
