/** `tenant` or `workspace:<slug>`, as people read it. */
export function scopeName(
  scope: string,
  text: { readonly tenantScope: string; workspaceScope(slug: string): string },
): string {
  return scope === 'tenant'
    ? text.tenantScope
    : text.workspaceScope(scope.slice('workspace:'.length));
}
