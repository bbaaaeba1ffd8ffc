import { readdirSync, readFileSync } from 'node:fs';
import { randomFrom } from '../../eval/policy/random.ts';

// Attacks are longer than most questions. Without long harmless texts a model learns that length is suspicious.

const packages = ['commander', 'fastify', 'jose', 'openai', 'pino', 'undici', 'yaml', 'zod'];
const packageFolder = new URL('../../node_modules/', import.meta.url);
const readable = /(?:\.(?:md|js|ts|json)|LICENSE)$/u;
const filesMax = 700;
const charactersMax = 9_000;

/** Documentation and code of installed packages, whose versions the lock file fixes. */
export function packageFiles(): readonly string[] {
  const paths = packages.flatMap((name) =>
    readdirSync(new URL(`${name}/`, packageFolder), { recursive: true, encoding: 'utf8' })
      .filter((path) => readable.test(path) && !path.includes('node_modules'))
      .map((path) => `${name}/${path.replaceAll('\\', '/')}`)
      .sort(),
  );
  const stride = Math.max(1, Math.floor(paths.length / filesMax));
  return paths
    .filter((_, at) => at % stride === 0)
    .map((path) => readFileSync(new URL(path, packageFolder), 'utf8').slice(0, charactersMax));
}

const joinedMin = 3;
const joinedSpread = 14;

/** Several texts in one, as in a long conversation or a pasted list. */
export function joinTexts(texts: readonly string[], count: number): readonly string[] {
  const random = randomFrom(1_998);
  return Array.from({ length: count }, () => {
    const parts = Array.from({ length: joinedMin + random.below(joinedSpread) }, () =>
      random.pick(texts),
    );
    return parts.join(random.chance(0.5) ? '\n\n' : ' ');
  });
}
