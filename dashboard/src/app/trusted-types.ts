interface TrustedTypePolicyRules {
  createHTML(text: string): string | null;
  createScriptURL(url: string): string | null;
}

declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(name: string, rules: TrustedTypePolicyRules): unknown;
    };
  }
}

/**
 * The page's only Trusted Types policy. The component library writes style sheets through innerHTML; those hold
 * no `<`, so everything that could be markup stays refused.
 */
export const trustedTypeRules: TrustedTypePolicyRules = {
  createHTML: (text) => (text.includes('<') ? null : text),
  createScriptURL: (url) => (isOwnAsset(url) ? url : null),
};

export function installTrustedTypes(): void {
  window.trustedTypes?.createPolicy('default', trustedTypeRules);
}

function isOwnAsset(url: string): boolean {
  const resolved = new URL(url, window.location.href);
  return resolved.origin === window.location.origin && resolved.pathname.startsWith('/assets/');
}
