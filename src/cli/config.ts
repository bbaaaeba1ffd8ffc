import { secretSettings, settings } from '../config.ts';
import { requireConfig, type Surroundings } from './surroundings.ts';

/** Prints every setting with the value in force and where it came from. */
export function printConfig(surroundings: Surroundings): void {
  const config: Readonly<Record<string, unknown>> = requireConfig(surroundings);
  for (const name of Object.keys(settings)) {
    const value = config[name];
    const shown = secretSettings.has(name) && value !== undefined ? '[secret]' : formatValue(value);
    surroundings.stdout.write(
      `${name}=${shown}${isSet(name, surroundings) ? '' : '  (default)'}\n`,
    );
  }
}

function formatValue(value: unknown): string {
  if (value === undefined) return '';
  return Array.isArray(value) ? value.join(',') : String(value);
}

function isSet(name: string, { environment }: Surroundings): boolean {
  return environment[name] !== undefined || environment[`${name}_FILE`] !== undefined;
}
