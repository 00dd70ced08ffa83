/** The examples of docs/ci.md: their shape is that of each system, and their steps do what the page says of them. */
import { execFile, execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { startEmbedded } from './brokers.ts';
import { forThisTest } from './forThisTest.ts';
import { type Installed, installPackage } from './installedPackage.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly on: readonly string[];
  readonly jobs: Readonly<Record<string, { readonly 'runs-on': string; readonly steps: readonly Step[] }>>;
}
interface GitLabJob {
  readonly stage: string;
  readonly script: readonly string[];
  readonly artifacts?: { readonly reports: { readonly junit: string } };
}
interface Pipeline {
  readonly stages: readonly string[];
  readonly default: { readonly before_script: readonly string[] };
  readonly check: GitLabJob;
  readonly drift: GitLabJob;
}
interface PreCommit {
  readonly repos: readonly {
    readonly hooks: readonly { readonly entry: string; readonly files: string }[];
  }[];
}

let packed: Installed;
let folder: string;
let env: NodeJS.ProcessEnv;
let texts: ReadonlyMap<string, string>;

beforeAll(async () => {
  const page = await readFile('docs/ci.md', 'utf8');
  const blocks = [...page.matchAll(/^```\w+\n((?:#!.*\n)?# (\S+)\n[\s\S]*?)^```$/gm)];
  texts = new Map(blocks.map(([, text = '', name = '']) => [name, text]));
  packed = await installPackage();
  folder = join(packed.folder, 'repository');
  await mkdir(join(folder, 'tools'), { recursive: true });
  await mkdir(join(folder, 'deploy'));
  await copyFile(packed.archive, join(folder, 'tools/kanto-manifests.tgz'));
  const prefix = join(packed.folder, 'global');
  env = {
    ...process.env,
    PATH: `${join(prefix, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_prefix: prefix,
    npm_config_offline: 'true',
  };
  expect(await shell(run(jobOf('check'), 'Install'))).toMatchObject({ status: 0 });
  return () => packed.remove();
});

/** As the systems run a step: the first command that fails ends it. */
function shell(
  script: string,
  more: NodeJS.ProcessEnv = {},
): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['-e', '-o', 'pipefail', '-c', script],
      { cwd: folder, env: { ...env, ...more } },
      (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const read = (name: string): unknown => parse(texts.get(name) ?? '');
const workflow = () => read('.github/workflows/manifests.yml') as Workflow;
const pipeline = () => read('.gitlab-ci.yml') as Pipeline;

function jobOf(name: string): readonly Step[] {
  return workflow().jobs[name]?.steps ?? [];
}

function run(steps: readonly Step[], name: string): string {
  const script = steps.find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`There is no step "${name}".`);
  return script;
}

const good = 'domains: [{id: containers, components: [{id: hello, version: "1.0"}]}]\n';
const faulty = good.replace('"1.0"', '1.0');
const deploy = (text: string) => writeFile(join(folder, 'deploy/press.desired-state.yaml'), text);

describe('the example for GitHub Actions', () => {
  it('is a workflow: every step uses an action or runs a script', () => {
    expect(workflow().on).toEqual(['push', 'pull_request']);
    for (const { steps, 'runs-on': machine } of Object.values(workflow().jobs)) {
      expect(machine).toBe('ubuntu-latest');
      for (const step of steps) {
        expect([step.uses, step.run].filter((it) => it !== undefined)).toHaveLength(1);
        if (step.uses) expect(step.uses).toMatch(/^[\w-]+\/[\w/-]+@v\d+$/);
      }
    }
    expect(run(jobOf('apply'), 'Install')).toBe(run(jobOf('check'), 'Install'));
  });

  it('annotates what is wrong, fails, and still writes the report that it uploads', async () => {
    await deploy(faulty);
    const check = await shell(run(jobOf('check'), 'Check'));
    expect(check.status).toBe(1);
    expect(check.out).toMatch(
      /^::error file=deploy\/press\.desired-state\.yaml,line=1,.*title=wrong-type::/m,
    );
    expect(await shell(run(jobOf('check'), 'Report'))).toMatchObject({ status: 0, out: '' });
    const upload = jobOf('check').find(({ uses }) => uses?.includes('upload-sarif'));
    const log = JSON.parse(await readFile(join(folder, upload?.with?.['sarif_file'] ?? ''), 'utf8'));
    expect(log.runs[0].results).toMatchObject([{ ruleId: 'wrong-type' }]);
  });

  it('passes what is good', async () => {
    await deploy(good);
    expect(await shell(run(jobOf('check'), 'Check'))).toMatchObject({ status: 0 });
  });
});

describe('the examples, for a device that runs nothing yet', () => {
  async function device() {
    const broker = await forThisTest(startEmbedded());
    await forThisTest(startDevice(mqttBus(broker.url), { timing: instantTiming }));
    await deploy(good);
    return { BROKER: broker.url, DEVICE: 'edge:device', KANTO_PASSWORD: '' };
  }

  const apply = () => run(jobOf('apply'), 'Apply');
  const drift = () => pipeline().drift.script.join('\n');

  it('GitHub Actions applies what is new, event by event; does nothing the next time; destroys nothing', async () => {
    const place = await device();
    const named = jobOf('apply').find(({ name }) => name === 'Apply')?.env ?? {};
    expect(Object.keys(named)).toEqual(Object.keys(place));
    const applied = await shell(apply(), place);
    expect(applied).toMatchObject({ status: 0, out: expect.stringContaining('{"event":') });
    const again = await shell(apply(), place);
    expect(again).toMatchObject({ status: 0, out: expect.stringContaining('Nothing to do.') });
    await deploy(good.replace('hello', 'other'));
    expect(await shell(apply(), place)).toMatchObject({ status: 8 });
    await deploy(good);
    expect(await shell(drift(), place)).toMatchObject({ status: 0 });
  });

  it('GitLab tells that it has drifted', async () => {
    expect(await shell(drift(), await device())).toMatchObject({
      status: 2,
      out: expect.stringContaining('hello'),
    });
  });
});

describe('the example for GitLab', () => {
  it('is a pipeline: every job has a stage of it and a script', () => {
    const { stages, check, drift } = pipeline();
    for (const job of [check, drift]) {
      expect(stages).toContain(job.stage);
      expect(job.script.every((line) => typeof line === 'string')).toBe(true);
    }
    expect(pipeline().default.before_script).toEqual([run(jobOf('check'), 'Install')]);
  });

  it('writes the test report that it shows, and fails', async () => {
    await deploy(faulty);
    const { script, artifacts } = pipeline().check;
    expect(await shell(script.join('\n'))).toMatchObject({ status: 1 });
    const report = await readFile(join(folder, artifacts?.reports.junit ?? ''), 'utf8');
    expect(report).toContain('<failure type="wrong-type"');
  });
});

describe('the hooks', () => {
  it('of Git look at what is committed, whatever lies in the working tree', async () => {
    const hook = texts.get('.git/hooks/pre-commit') ?? '';
    const git = (...argv: string[]) => execFileSync('git', argv, { cwd: folder, env });
    git('init', '-q');
    await deploy(faulty);
    git('add', 'deploy');
    await deploy(good);
    const refused = await shell(hook);
    expect(refused.status).not.toBe(0);
    expect(refused.out).toContain('deploy/press.desired-state.yaml:1:');
    git('add', 'deploy');
    expect(await shell(hook)).toMatchObject({ status: 0 });
  });

  it('of pre-commit name the files that the command checks below a folder', async () => {
    const [hook] = (read('.pre-commit-config.yaml') as PreCommit).repos[0]?.hooks ?? [];
    const files = new RegExp(hook?.files ?? '');
    expect(['a/b.desired-state.yaml', 'c.kanto.json'].every((file) => files.test(file))).toBe(true);
    expect(['package.json', 'a.desired-state.txt'].some((file) => files.test(file))).toBe(false);
    await deploy(faulty);
    expect(await shell(`${hook?.entry} deploy/press.desired-state.yaml`)).toMatchObject({ status: 1 });
  });
});
