/** A rollout on the command line: killed in the middle, it goes on from its journal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../../client/src/simulator/broker.ts';
import { cliProgram, runCommandLine } from './commandLine.ts';
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
import { manifestText, recordedRuns } from './fleetWorld.ts';
import { temporaryFolder } from './forThisTest.ts';

interface Scene {
  readonly fleet: Fleet;
  readonly folder: string;
  /** Options of each call, with the file of the manifest. */
  readonly call: readonly string[];
}

async function scene(size: number, options: Partial<FleetOptions> = {}): Promise<Scene> {
  const runs = await recordedRuns();
  const broker = await startBroker(0);
  onTestFinished(() => broker.stop());
  const { url } = broker;
  const fleet = await startFleet({
    url,
    size,
    kindOf: () => 'good',
    isDone: () => false,
    runs,
    lostOfThousand: 0,
    seed: 1,
    ...options,
  });
  onTestFinished(() => fleet.stop());
  const folder = await temporaryFolder();
  const file = join(folder, 'hello.desired-state.json');
  await writeFile(file, manifestText('2'));
  await writeFile(join(folder, 'devices'), fleet.devices.map(({ id }) => id).join('\n'));
  const journal = join(folder, 'journal.jsonl');
  const connection = ['--connection', url, '--addressing', 'device', '--journal', journal];
  return { fleet, folder, call: ['rollout', ...connection, '--format', 'jsonl', '--pause', 'none', file] };
}

interface Told {
  readonly event: string;
  readonly sum?: Readonly<Record<string, number>>;
  readonly code?: string;
}

function events(out: string): readonly Told[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const last = (out: string, event: string) => events(out).findLast((it) => it.event === event);

describe('a rollout on the command line', () => {
  it('goes on after a kill in the middle: nothing is sent twice, everything is done, and only one works at a time', async () => {
    let open: () => void = () => undefined;
    const isOpen = new Promise<void>((resolve) => {
      open = resolve;
    });
    let held = 0;
    let inHand: () => void = () => undefined;
    const isInHand = new Promise<void>((resolve) => {
      inHand = resolve;
    });
    const atOnce = 4;
    const { fleet, folder, call } = await scene(30, {
      // From the tenth on they do what they are told, and are not heard before the gate is opened.
      beforeAnswer: async (number) => {
        if (number < 10) return;
        held += 1;
        if (held === atOnce) inHand();
        await isOpen;
      },
    });
    const begin = ['--devices', `@${join(folder, 'devices')}`, '--waves', '2,100%', '--yes'];
    const first = spawn(process.execPath, [cliProgram, ...call, ...begin, '--concurrency', `${atOnce}`], {
      stdio: 'ignore',
    });
    const exited = once(first, 'exit');
    onTestFinished(() => {
      first.kill('SIGKILL');
    });
    await Promise.race([isInHand, exited]);
    const second = await runCommandLine([...call, '--resume']);
    expect(last(second.out, 'error')?.code).toBe('journal-in-use');
    expect(second.status).toBe(1);

    first.kill('SIGKILL');
    await exited;
    open();
    const third = await runCommandLine([...call, '--resume']);
    expect(third.status, third.err).toBe(0);
    expect(last(third.out, 'summary')?.sum).toMatchObject({ succeeded: 30, open: 0 });
    expect(fleet.devices.filter(({ isDone }) => !isDone)).toEqual([]);
    expect(fleet.devices.flatMap(({ executed }) => [...executed.values()])).toEqual(
      Array.from({ length: 30 }, () => 1),
    );
  });

  it('pauses before a wave where nobody can be asked, and each call to go on is the word for the next', async () => {
    const { fleet, folder, call } = await scene(4);
    const devices = ['--devices', `@${join(folder, 'devices')}`];
    const asking = ['--pause', 'ask'];
    const begun = await runCommandLine([...call, ...devices, ...asking, '--waves', '1,1', '--yes']);
    expect(begun.status).toBe(9);
    expect(begun.out).toContain('kanto-manifest rollout --resume --connection mqtt://');
    const done = () => fleet.devices.filter(({ isDone }) => isDone).length;
    expect(done()).toBe(1);
    expect((await runCommandLine([...call, ...asking, '--resume'])).status).toBe(9);
    expect(done()).toBe(2);
    expect((await runCommandLine([...call, ...asking, '--resume'])).status).toBe(0);
    expect(done()).toBe(4);
    const again = await runCommandLine([...call, ...devices, '--yes']);
    expect(last(again.out, 'error')?.code).toBe('journal-exists');
  });

  it('sends nothing where nobody agrees, and stops at the first failure', async () => {
    const { fleet, folder, call } = await scene(5, { kindOf: () => 'bad' });
    const devices = ['--devices', `@${join(folder, 'devices')}`];
    const executed = () => fleet.devices.filter((it) => it.executed.size > 0).length;
    expect((await runCommandLine([...call, ...devices])).status).toBe(8);
    expect(executed()).toBe(0);
    const options = ['--yes', '--concurrency', '1', '--format', 'junit'];
    const failed = await runCommandLine([...call, ...devices, ...options]);
    expect(failed.status).toBe(6);
    expect(executed()).toBe(1);
    expect(failed.out).toMatch(/<testsuites [^>]*tests="5" failures="1" errors="0">/);
    expect(failed.out).toContain('<failure type="failed" message="INCOMPLETE: as told">');
  });
});
