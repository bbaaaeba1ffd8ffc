declare global {
  interface Window {
    // Read by the scroll lock of the dialogs, which creates a style element of its own.
    __webpack_nonce__?: string;
  }
}

/** The nonce of this response, which lets the component library create style elements. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

export function installStyleNonce(): void {
  window.__webpack_nonce__ = styleNonce();
}
