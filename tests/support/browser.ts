import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';

// The package's own arguments include --single-process, which hangs, and --disable-web-security, which would void what
// these tests show about cross-site requests.
const launchArguments = [
  '--no-sandbox',
  '--no-zygote',
  '--headless=shell',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: launchArguments,
    headless: true,
  });
}

/** A browser that keeps what it keeps in a directory, as a person's does. */
export async function launchProfile(directory: string): Promise<BrowserContext> {
  return playwright.launchPersistentContext(directory, {
    executablePath: await chromium.executablePath(),
    args: launchArguments,
    headless: true,
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
}
