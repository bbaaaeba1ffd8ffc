/** Where a copied text may be read from in the page, so that a dialog's focus trap does not steal the selection. */
function stage(): Element {
  return document.activeElement?.closest('[role="dialog"]') ?? document.body;
}

/**
 * Copies to the clipboard. Over plain HTTP a page has no `navigator.clipboard`, so the older way is tried too.
 * @returns false where both failed: the reader has to copy by hand
 */
export async function copyText(text: string): Promise<boolean> {
  const clipboard: Clipboard | undefined = navigator.clipboard;
  try {
    if (clipboard !== undefined) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused, for example because the page has no focus.
  }
  return copySelection(text);
}

function copySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  stage().append(area);
  area.focus({ preventScroll: true });
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    // The text may be a key.
    area.value = '';
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
