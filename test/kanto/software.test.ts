/** Modules, sent through our own transport and followed by our own tracker and command line, on the real software-update. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verdict } from '../../client/src/connections/doctor/words.ts';
import type { Engine } from '../../client/src/engine.ts';
import { daemonsFor } from '../../client/src/updates/daemons.ts';
import { irremovables, removables } from '../../client/src/updates/removable.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { runLines } from '../../client/src/words/runLog.ts';
import { outcomeOf } from '../../client/src/words/runWords.ts';
import type { JsonObject, JsonValue, Operation } from '../../server/src/messages.ts';
import { runCommandLine } from '../integration/commandLine.ts';
import { results, states } from '../integration/doctorUnderTest.ts';
import { device, request } from '../integration/engineUnderTest.ts';
import { temporaryFolder } from '../integration/forThisTest.ts';
import type { KantoBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { described, kantoEngine } from './engine.ts';
import { moduleOf, quiet } from './software/scenario.ts';
import { checksum } from './software/slowArtifacts.ts';
import { type Requisites, type Stage, stages } from './software/stage.ts';

const half = Buffer.alloc(1000, 'h');
const dependency = 'group=demo\nname=hello\nversion=1\ntype=software\n';

interface World extends Stage {
  readonly engine: Engine;
  /** What the output channel says. */
  readonly log: readonly string[];
  send(operation: Operation, modules: readonly object[], changes?: Sending): Promise<UpdateRun>;
}

interface Sending {
  readonly value?: JsonObject;
  readonly feature?: string;
  readonly updateTimeout?: number;
  readonly responseTimeout?: number;
}

async function world(requisites: Requisites = {}): Promise<World> {
  const stage = await stages.real(requisites);
  const engine = await kantoEngine(stage.bus);
  const log: string[] = [];
  const before = new Map<string, UpdateRun>();
  engine.onRun((run) => {
    log.push(...runLines(before.get(run.id), run, { several: false }).map(({ text }) => text.trim()));
    before.set(run.id, run);
  });
  return {
    ...stage,
    engine,
    log,
    send: (operation, modules, { value, feature = 'SoftwareUpdatable', ...changes } = {}) =>
      engine.send(
        request(
          described(envelope(operation, feature, value ?? { softwareModules: json(modules) }), 'root'),
          changes,
        ),
      ),
  };
}

/** Resolves when the daemon has taken so many commands. */
const answers = ({ heard }: KantoBus, count: number) =>
  expect.poll(() => heard.filter(({ topic }) => topic.endsWith('/204')).length).toBe(count);

const json = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value));

function envelope(operation: string, feature: string, value: JsonObject): JsonObject {
  return {
    topic: `edge/device/things/live/messages/${operation}`,
    path: `/features/${feature}/inbox/messages/${operation}`,
    value,
  };
}

await describeWithDaemon('software-update', 'the real software-update', () => {
  it('installs a module, and reports the progress of its script and what it left installed', async () => {
    const steps = [
      { status: 'progress=10\nmessage=copying\n' },
      { installed: 'hello.prs', text: dependency },
      { status: 'progress=60\nmessage=starting\n' },
    ];
    const { engine, send, module, log } = await world({ scripts: { hello: { steps } } });
    const run = await send('install', [module('hello')]);
    expect(run).toMatchObject({
      phase: 'finished',
      accepted: { status: 204 },
      finished: { status: 'FINISHED_SUCCESS', ok: true },
    });
    expect(log.filter((it) => it.startsWith('hello 1')).map((it) => it.replace(/\s+/g, ' '))).toEqual([
      'hello 1 STARTED',
      'hello 1 DOWNLOADING 0 %',
      'hello 1 DOWNLOADING 100 %',
      'hello 1 DOWNLOADED 100 %',
      'hello 1 INSTALLING 0 %',
      'hello 1 INSTALLING 10 % copying',
      'hello 1 INSTALLING 60 % starting',
      'hello 1 INSTALLED 100 %',
      'hello 1 FINISHED_SUCCESS 60 %',
    ]);
    const known = engine.device('lab', device);
    expect(known && irremovables(known)).toEqual([
      { group: 'demo', name: 'hello', version: '1', type: 'software' },
    ]);
    expect(known && removables(known, engine.twin('lab', device))).toEqual([]);
    expect(known && daemonsFor(described({ softwareModules: [] }), device, known.features)).toEqual({
      daemons: ['root'],
      reported: true,
    });
  });

  it('downloads modules with progress, keeps them, and is at rest then', async () => {
    const file = Buffer.alloc(300_000, 'x');
    const { engine, send, artifacts, heard, log } = await world({ files: { '/data': { body: file } } });
    const run = await send('download', [moduleOf('data', artifacts.artifact('/data'))]);
    expect(run.finished).toMatchObject({ status: 'FINISHED_SUCCESS', ok: true });
    const percents = log.flatMap((it) => /DOWNLOADING (\d+) %/.exec(it)?.[1] ?? []).map(Number);
    expect(percents.length).toBeGreaterThan(2);
    expect(percents).toEqual([...percents].sort((one, other) => one - other));
    await heard('DOWNLOADED_FILE_STORED');
    await engine.confirmed(run.id, 100);
    expect(engine.device('lab', device)?.lastUpdate).toMatchObject({ terminal: true, ok: true });
  });

  it.each<[string, (stage: Stage) => object, string]>([
    ['a wrong checksum', () => ({ checksums: { SHA256: '0'.repeat(64) } }), 'fail to download module'],
    ['an unknown algorithm', () => ({ checksums: { CRC32: '0' } }), 'Fail to save operation data.'],
    [
      'a file that is not there',
      ({ artifacts }) => ({ download: { HTTP: { url: artifacts.url('/none') } } }),
      'fail to download module',
    ],
    [
      'a file of the device',
      () => ({ download: { FILE: { url: '/etc/hostname' } } }),
      'fail to download module',
    ],
  ])('fails with %s', async (_, changes, message) => {
    const it = await world({ files: { '/data': { body: 'data' } } });
    const run = await it.send('download', [moduleOf('data', it.artifacts.artifact('/data', changes(it)))]);
    expect(run.finished).toMatchObject({ status: 'FINISHED_ERROR', ok: false, message });
  });

  it('fails with a certificate that it does not know, and knows one that it is given', async () => {
    const requisites = { files: { '/data': { body: 'data' } }, secure: true } as const;
    const install = async (it: World) => {
      const changes = { download: { HTTPS: { url: it.artifacts.url('/data') } } };
      return it.send('download', [moduleOf('data', it.artifacts.artifact('/data', changes))]);
    };
    const unknown = await world(requisites);
    expect((await install(unknown)).finished).toMatchObject({ message: 'fail to download module' });
    const folder = await temporaryFolder();
    const known = await world({ ...requisites, flags: [`-serverCert=${join(folder, 'ca.pem')}`] });
    await writeFile(join(folder, 'ca.pem'), known.artifacts.certificate ?? '');
    expect((await install(known)).finished).toMatchObject({ status: 'FINISHED_SUCCESS' });
  });

  it('fails where the server ends in the middle', async () => {
    const { send, artifacts, heard } = await world({ files: { '/half': { body: half, holdAt: 400 } } });
    const sent = send('download', [moduleOf('m', artifacts.artifact('/half'))]);
    await heard('"progress":40');
    artifacts.cut('/half');
    expect((await sent).finished).toMatchObject({
      status: 'FINISHED_ERROR',
      message: 'fail to download module',
    });
  });

  it('waits for a server that goes silent, and everything after it waits too', async () => {
    const { send, module, artifacts, heard, log } = await world({
      files: { '/half': { body: half, holdAt: 400 } },
      scripts: { hello: quiet },
    });
    const first = send('download', [moduleOf('m', artifacts.artifact('/half'))]);
    await heard('"progress":40');
    const second = await send('install', [module('hello')], { updateTimeout: 500 });
    expect(second).toMatchObject({ phase: 'abandoned', fault: { code: 'update-silent' } });
    artifacts.release('/half');
    expect((await first).finished).toMatchObject({ status: 'FINISHED_SUCCESS' });
    await heard('"hello"', 'FINISHED_SUCCESS');
    // What was heard is read in its turn, and told then.
    await expect.poll(() => log.join('\n'), { timeout: 10_000 }).toContain('hello 1  FINISHED_SUCCESS');
  });

  it('tells the exit code of a script that fails; its words on stderr get lost', async () => {
    const script = { steps: [{ stderr: 'no room left' }], exitCode: 3 };
    const { send, module } = await world({ scripts: { hello: script } });
    const run = await send('install', [module('hello')]);
    expect(outcomeOf(run, 'hello.json')).toEqual({
      severity: 'error',
      text: 'hello.json: edge:device failed: FINISHED_ERROR, fail to execute install script (status code 3)',
    });
    expect(JSON.stringify(run.transcript)).not.toContain('no room left');
  });

  it('goes on with the next module after one that failed, and has failed as a whole', async () => {
    const { engine, send, module } = await world({
      scripts: { one: { steps: [], exitCode: 4 }, two: quiet },
    });
    const run = await send('install', [module('one'), module('two')]);
    expect(run.finished).toMatchObject({
      status: 'FINISHED_ERROR',
      actions: [{ status: 'FINISHED_ERROR' }, { status: 'FINISHED_SUCCESS' }],
    });
    expect(engine.device('lab', device)?.lastUpdate).toMatchObject({ status: 'FINISHED_ERROR', ok: false });
  });

  it('accepts an empty list of modules and does nothing, which is said', async () => {
    const { send } = await world();
    expect(await send('install', [])).toMatchObject({
      phase: 'abandoned',
      accepted: { status: 204 },
      fault: { code: 'nothing-to-follow' },
    });
  });

  it('answers no remove', async () => {
    const { send } = await world();
    const value = { software: [{ group: 'demo', name: 'hello', version: '1' }] };
    expect(await send('remove', [], { value, responseTimeout: 500 })).toMatchObject({
      phase: 'failed',
      fault: { code: 'response-timeout' },
    });
  });

  it.each(['cancel', 'cancelRemove'])('does no %s, and is sent none', async (operation) => {
    const { engine, bus } = await world();
    const manifest = described(envelope(operation, 'SoftwareUpdatable', { softwareModules: [] }), 'root');
    await expect(engine.send(request(manifest))).rejects.toMatchObject({ fault: { code: 'not-sendable' } });
    expect(bus.heard.filter(({ topic }) => topic.includes('/req/'))).toEqual([]);
  });

  it('does what is sent during an install after it, the same once more', async () => {
    const script = { steps: [{ wait: 'go' }] };
    const { bus, send, module, heard, open, log } = await world({ scripts: { hello: script } });
    const first = send('install', [module('hello')]);
    await heard('INSTALLING');
    const second = send('install', [module('hello')]);
    await answers(bus, 2);
    await open('go');
    for (const run of await Promise.all([first, second])) expect(run.finished).toMatchObject({ ok: true });
    expect(log.filter((it) => it.includes('FINISHED_SUCCESS in'))).toHaveLength(2);
  });

  it('goes on with a download where it was killed in the middle, and our run ends well', async () => {
    const { send, artifacts, heard, crash, restart } = await world({
      files: { '/half': { body: half, holdAt: 400, parts: 'announced' } },
    });
    const sent = send('download', [moduleOf('m', artifacts.artifact('/half'))]);
    await heard('"progress":40');
    await crash();
    await restart();
    expect((await sent).finished).toMatchObject({ status: 'FINISHED_SUCCESS', ok: true });
    expect(artifacts.asked).toEqual(['/half', '/half bytes=400-']);
  });

  it('runs the script again where it was killed in the middle, and a module that had failed stays failed', async () => {
    const { send, module, heard, crash, restart, open } = await world({
      scripts: {
        one: { steps: [], exitCode: 4 },
        two: {
          steps: [{ status: 'progress=20\n' }, { wait: 'go' }, { installed: 'a.prs', text: dependency }],
        },
      },
    });
    const sent = send('install', [module('one'), module('two')]);
    await heard('"progress":20');
    await crash();
    await restart();
    await heard('"one"', 'FINISHED_SUCCESS');
    await open('go');
    expect((await sent).finished).toMatchObject({
      status: 'FINISHED_ERROR',
      message: 'fail to execute install script (status code 4)',
      actions: [
        { component: 'one', status: 'FINISHED_ERROR' },
        { component: 'two', status: 'FINISHED_SUCCESS' },
      ],
    });
  });

  it('goes on with one alone of several operations that it was killed before', async () => {
    const { bus, send, module, artifacts, heard, crash, restart, said } = await world({
      files: { '/half': { body: half, holdAt: 400 } },
      scripts: { two: quiet, three: quiet },
    });
    const changes = (correlationId: string, modules: readonly object[]) => ({
      value: { correlationId, softwareModules: json(modules) },
      updateTimeout: 1000,
    });
    const runs = [send('download', [], changes('one', [moduleOf('m', artifacts.artifact('/half'))]))];
    await heard('"progress":40');
    runs.push(send('install', [], changes('two', [module('two')])));
    runs.push(send('install', [], changes('three', [module('three')])));
    await answers(bus, 3);
    await crash();
    await restart();
    await said();
    const ended = (await Promise.all(runs)).filter(({ finished }) => finished !== undefined);
    expect(ended).toHaveLength(1);
  });

  it('ends what goes on when its broker was started again, and hears no command after it', async () => {
    const script = { steps: [{ wait: 'go' }] };
    const { bus, send, module, heard, open } = await world({ scripts: { hello: script } });
    const sent = send('install', [module('hello')]);
    await heard('INSTALLING');
    await bus.restart();
    await open('go');
    await heard('FINISHED_SUCCESS');
    expect((await sent).finished).toMatchObject({ ok: true });
    // Not "no-listener": the test itself hears everything, so to the broker somebody listens.
    expect(await send('install', [module('hello')], { responseTimeout: 500 })).toMatchObject({
      phase: 'failed',
      fault: { code: 'response-timeout' },
    });
  });

  it('runs the command that it was started with instead of install.sh', async () => {
    const folder = await temporaryFolder();
    const script = join(folder, 'own.sh');
    await writeFile(script, `cp data ${join(folder, 'copied')}\n`);
    const it = await world({ files: { '/data': { body: 'data' } }, flags: [`-install=${script}`] });
    const run = await it.send('install', [moduleOf('m', it.artifacts.artifact('/data'))]);
    expect(run.finished).toMatchObject({ status: 'FINISHED_SUCCESS' });
    expect(await readFile(join(folder, 'copied'), 'utf8')).toBe('data');
  });

  it.each([
    ['strict', '', 'FINISHED_SUCCESS'],
    ['strict', 'below', 'FINISHED_ERROR'],
    ['scoped', 'below', 'FINISHED_SUCCESS'],
    ['scoped', '../beside', 'FINISHED_ERROR'],
    ['lax', '../beside', 'FINISHED_SUCCESS'],
  ])('in mode %s takes a file of the device at "%s" of its folder: %s', async (mode, place, status) => {
    const folder = await temporaryFolder();
    const allowed = await mkdtemp(join(folder, 'allowed-'));
    const where = join(allowed, place);
    await mkdir(where, { recursive: true });
    await writeFile(join(where, 'install.sh'), 'exit 0\n');
    const it = await world({ flags: [`-mode=${mode}`, `-installDirs=${allowed}`] });
    const artifact = {
      filename: 'install.sh',
      download: { FILE: { url: join(where, 'install.sh') } },
      checksums: { SHA256: checksum('exit 0\n') },
    };
    const run = await it.send('install', [moduleOf('m', artifact)]);
    expect(run.finished).toMatchObject({ status });
  });

  it('answers under a feature of another name, where the envelope says it', async () => {
    const { send, module } = await world({
      featureId: 'Apps',
      flags: ['-moduleType=app'],
      scripts: { hello: quiet },
    });
    const run = await send('install', [module('hello')], { feature: 'Apps' });
    expect(run.finished).toMatchObject({ status: 'FINISHED_SUCCESS' });
  });

  it('is taken by the doctor for a gateway without update-manager', async () => {
    const { bus } = await world();
    const found = await results(bus.url);
    expect(states(found)).toMatchObject({
      subscriptions: 'ok',
      identity: 'ok',
      updateManager: 'response-timeout',
      domains: 'skipped',
    });
    expect(verdict(found)).toBe('Broken: UpdateManager.');
    expect(found.find(({ step }) => step === 'updateManager')?.advice).toContain('software-update');
  });

  it('installs what the command line sends, and ends it with the status', async () => {
    const { bus, artifacts, module } = await world({
      scripts: { good: quiet, bad: { steps: [], exitCode: 9 } },
    });
    const call = (name: string) =>
      runCommandLine(
        [
          'install',
          '--connection',
          bus.url,
          '--device',
          device,
          '--daemon',
          'software-update',
          '--wait',
          '-',
        ],
        { input: JSON.stringify({ softwareModules: [module(name)] }) },
      );
    const good = await call('good');
    expect([good.status, good.out]).toEqual([0, expect.stringContaining('FINISHED_SUCCESS')]);
    const bad = await call('bad');
    expect(bad.status).toBe(6);
    expect(`${bad.out}${bad.err}`).toContain('fail to execute install script (status code 9)');
    expect(artifacts.asked).toEqual(['/good.sh', '/bad.sh']);
  });
});
