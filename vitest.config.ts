import { configDefaults, defineConfig } from 'vitest/config';

const project = (name: string, testTimeout: number, more = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout, ...more },
});

/** Takes the pictures of the documentation: what they show is held by the other tests. */
const pictures = 'test/e2e/screenshots.test.ts';
const takesPictures = process.env['SCREENSHOTS'] === '1';

/**
 * Unit tests need nothing but the sources; protocol and integration tests run what `npm run build` made; those in a
 * real VS Code (e2e) what `npm run package` made. Those against real Kanto (kanto) need its daemons: `npm run test:kanto`; those
 * against a real Kafka (kafka) its broker: `npm run test:kafka`; those in other editors (editors) need them: `npm run test:editors`. What `npm run bench` measures in a real VS
 * Code is no test (bench).
 */
export default defineConfig({
  test: {
    pool: 'threads',
    projects: [
      project('unit', 20_000),
      project('protocol', 60_000),
      project('integration', 60_000),
      project('kanto', 60_000),
      project('kafka', 180_000, { globalSetup: 'test/kafka/setup.ts' }),
      project('editors', 120_000),
      project('bench', 900_000, { globalSetup: 'test/e2e/setup.ts' }),
      project('e2e', 120_000, {
        globalSetup: 'test/e2e/setup.ts',
        fileParallelism: false,
        exclude: [...configDefaults.exclude, ...(takesPictures ? [] : [pictures])],
        expect: { poll: { timeout: 30_000 } },
      }),
    ],
  },
});
