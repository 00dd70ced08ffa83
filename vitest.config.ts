import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout: number) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

/** Unit tests need nothing but the sources; protocol and integration tests run what `npm run build` made. */
export default defineConfig({
  test: {
    pool: 'threads',
    projects: [project('unit', 20_000), project('protocol', 60_000), project('integration', 60_000)],
  },
});
