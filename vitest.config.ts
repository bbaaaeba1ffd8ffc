import { defineConfig } from 'vitest/config';

const isCi = Boolean(process.env['CI']);

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A file starts with the modules that the file before it has loaded, which is a third of the time of a run.
    isolate: false,
    // What a test waits for may come late when the machine is busy; that it comes is what counts.
    expect: { poll: { timeout: 15_000 } },
    reporters: isCi ? ['default', 'json'] : ['default'],
    outputFile: { json: 'coverage/tests.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [
            'src/{cli,contract,domain,gateway,ports}/**/*.test.ts',
            'src/*.test.ts',
            'emulator/**/*.test.ts',
            'tests/*.test.ts',
            'tests/vectors/**/*.test.ts',
          ],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'dashboard',
          include: ['dashboard/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // Everything that may need the database: one embedded PostgreSQL serves the whole run.
          name: 'system',
          include: ['src/{adapters,control}/**/*.test.ts', 'tests/*/**/*.test.ts'],
          exclude: ['tests/vectors/**'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
