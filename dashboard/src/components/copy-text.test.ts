import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { copyText } from './copy-text.ts';

/** What the older way copied; jsdom has no clipboard and no execCommand of its own. */
let copied: string[] = [];
let canCopy = true;

beforeEach(() => {
  copied = [];
  canCopy = true;
  Object.defineProperty(document, 'execCommand', {
    configurable: true,
    value: () => {
      const active = document.activeElement;
      if (!canCopy || !(active instanceof HTMLTextAreaElement)) return false;
      copied.push(active.value);
      return true;
    },
  });
});

afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
  document.body.replaceChildren();
});

function setClipboard(writeText: (text: string) => Promise<void>): void {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
}

describe('copying', () => {
  test('uses the clipboard where the page has one', async () => {
    const writeText = vi.fn(async () => {});
    setClipboard(writeText);
    expect(await copyText('sk-a')).toBe(true);
    expect(writeText).toHaveBeenCalledWith('sk-a');
    expect(copied).toEqual([]);
  });

  test('works over plain HTTP, where there is none, and leaves nothing behind', async () => {
    expect(await copyText('sk-a')).toBe(true);
    expect(copied).toEqual(['sk-a']);
    expect(document.querySelector('textarea')).toBeNull();
  });

  test('falls back when the clipboard refuses', async () => {
    setClipboard(async () => {
      throw new DOMException('no', 'NotAllowedError');
    });
    expect(await copyText('sk-a')).toBe(true);
    expect(copied).toEqual(['sk-a']);
  });

  test('says so when nothing works, so that the reader can copy by hand', async () => {
    canCopy = false;
    expect(await copyText('sk-a')).toBe(false);
    expect(document.querySelector('textarea')).toBeNull();
  });

  test('gives the focus back', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    await copyText('sk-a');
    expect(document.activeElement).toBe(button);
  });
});
