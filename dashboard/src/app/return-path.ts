/**
 * Where to go after signing in. Only a path of this dashboard: a crafted link must not lead to another site.
 */
export function returnPath(requested: string | undefined): string {
  if (requested === undefined || !requested.startsWith('/')) return '/';
  const base = 'http://dashboard.invalid';
  const resolved = URL.canParse(requested, base) ? new URL(requested, base) : undefined;
  if (resolved?.origin !== base || resolved.pathname === '/sign-in') return '/';
  // `/.//site` resolves to the path `//site`, which read by itself is an address of another site.
  if (resolved.pathname.startsWith('//')) return '/';
  return `${resolved.pathname}${resolved.search}`;
}
