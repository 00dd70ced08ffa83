import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { transform } from 'esbuild';

/**
 * Cuts a program into files at its late imports, each module in one file only. esbuild does so with ES modules alone, and
 * VS Code loads CommonJS: each file is turned into that.
 *
 * @type {import('esbuild').Plugin}
 */
export const asCommonJs = {
  name: 'as-common-js',
  setup({ initialOptions, onEnd }) {
    const { platform, target, supported, minify, sourcemap } = initialOptions;
    /** @type {import('esbuild').TransformOptions} */
    const options = {
      format: 'cjs',
      ...(platform && { platform }),
      ...(target && { target }),
      ...(supported && { supported }),
      ...(minify && { minify }),
      ...(sourcemap && { sourcemap: 'inline' }),
    };
    Object.assign(initialOptions, {
      format: 'esm',
      splitting: true,
      supported: {},
      sourcemap: options.sourcemap ?? false,
      write: false,
    });
    onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        const { code } = await transform(text, options);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, code);
      }
    });
  },
};
