import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly nodes: readonly {
    readonly target: readonly unknown[];
    readonly failureSummary?: string;
  }[];
}

interface Axe {
  run(options: object): Promise<{ violations: Violation[] }>;
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What the page has against WCAG 2.2 AA, as far as axe can tell, one line each. Its context has to bypass the content
 * security policy: the checker is a script of ours that the page's policy rightly refuses.
 */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const violations = await check(page).catch(() => check(page));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${page.url()} ${id}: ${target.join(' ')} ${failureSummary}`,
    ),
  );
}

/** Throws where the page changes under the checker: then it looks again. */
function check(page: Page): Promise<Violation[]> {
  return page.evaluate(async (tags): Promise<Violation[]> => {
    const checker: Axe = Reflect.get(globalThis, 'axe');
    return (await checker.run({ runOnly: tags })).violations;
  }, wcag);
}

/** How many pixels the page is wider than its window. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
}
