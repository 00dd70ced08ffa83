/** The command line as its users have it: packed, and installed without a network into a folder of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

export interface Installed {
  /** Where it was installed, with a package.json of its own. */
  readonly folder: string;
  /** The package in it. */
  readonly package: string;
  /** What npm packed. */
  readonly archive: string;
  /** Of the package, as npm packed them. */
  readonly files: readonly string[];
  /** An environment whose PATH finds the programs. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs a program of the package in the folder. Rejects where it fails, with what it wrote. */
  run(
    program: string,
    argv: readonly string[],
  ): Promise<{ readonly stdout: string; readonly stderr: string }>;
  remove(): Promise<void>;
}

/** What `npm run build` made is packed as it is. */
export async function installPackage(): Promise<Installed> {
  // npm tells the real path.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kanto-npm-')));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await execute('npm', pack, { cwd: project });
  const [packed] = JSON.parse(stdout);
  const install = [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `./${packed.filename}`,
  ];
  await execute('npm', install, { cwd: folder });
  const bin = join(folder, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  return {
    folder,
    package: join(folder, 'node_modules', 'kanto-manifests'),
    archive: join(folder, packed.filename),
    files: packed.files.map(({ path }: { path: string }) => path),
    env,
    run: (program, argv) => execute(join(bin, program), [...argv], { cwd: folder, env }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
