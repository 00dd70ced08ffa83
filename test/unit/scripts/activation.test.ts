/** What VS Code has to read before the extension is active, for whoever opens any JSON or YAML file. */
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const extension = 'client/src/extension.ts';

/** Of the files that the sources are cut into at their late imports, those that are read together with the extension's own. */
async function readAtActivation(): Promise<{ readonly bytes: number; readonly modules: readonly string[] }> {
  const { metafile } = await build({
    entryPoints: [extension],
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    minify: true,
    packages: 'external',
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const { outputs } = metafile;
  const own = Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === extension);
  const files = new Set(own);
  for (const file of files)
    for (const { kind, path } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && path in outputs) files.add(path);
  const read = [...files].flatMap((file) => outputs[file] ?? []);
  return {
    bytes: read.reduce((sum, it) => sum + it.bytes, 0),
    modules: read.flatMap(({ inputs }) => Object.keys(inputs)),
  };
}

const { bytes, modules } = await readAtActivation();

it('reads less than 80 KB at the activation: its time goes with them', () => {
  expect(bytes).toBeLessThan(80 * 1024);
});

it('reads no engine, transport, command or view before one is wanted', () => {
  expect(modules).toContain(extension);
  const late =
    /^client\/src\/(engine\.ts|(transports|connections|devices|rollout|simulator|ui\/commands)\/|ui\/session\.ts)/;
  expect(modules.filter((it) => late.test(it))).toEqual([]);
});
