/** The owner of a simulated device is asked, and answers through the engine or the command line. */
import { describe, expect, it } from 'vitest';
import { exitStatus } from '../../client/src/cli/exit.ts';
import { healthOf } from '../../client/src/devices/health.ts';
import type { Engine } from '../../client/src/engine.ts';
import { canBeUndone } from '../../client/src/history/undo.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import type { ConsentQuestion } from '../../client/src/updates/consent.ts';
import { outcomeOf } from '../../client/src/words/runWords.ts';
import { runCommandLine } from './commandLine.ts';
import { applyHello, faultOf, request } from './engineUnderTest.ts';
import { connectedEngine, forThisTest } from './forThisTest.ts';

async function asking(phaseTimeout = 60_000) {
  const { url } = await forThisTest(
    startSimulator({
      ownerConsent: ['DOWNLOAD'],
      timing: { download: 0, update: 0, activate: 0, cleanup: 0, feedbackInterval: 0, phaseTimeout },
    }),
  );
  return url;
}

function next(engine: Engine, state: ConsentQuestion['state']): Promise<ConsentQuestion> {
  return new Promise((resolve) => engine.onConsent((it) => it.state === state && resolve(it)));
}

describe('a device that asks its owner', () => {
  it('goes on when it is approved, and says before what it is about', async () => {
    const engine = await connectedEngine({ url: await asking() });
    const question = next(engine, 'open');
    const ended = engine.send(request(applyHello));
    const asked = await question;
    expect(asked).toMatchObject({ device: 'edge:device', command: 'DOWNLOAD' });
    expect(asked.actions.map(({ component }) => component)).toEqual(['containers:hello']);
    const told = () => [
      engine.runs.at(-1)?.ownerAsked?.waits,
      engine.device(asked.connection, asked.device)?.lastUpdate?.ownerAsked?.command,
    ];
    expect(told()).toEqual([true, 'DOWNLOAD']);
    expect((await engine.answerConsent(asked.id, 'APPROVED', 15_000)).state).toBe('answered');
    expect(told()).toEqual([false, undefined]);
    expect((await ended).finished?.status).toBe('COMPLETED');
  });

  it('ends the update when it is denied', async () => {
    const engine = await connectedEngine({ url: await asking() });
    const question = next(engine, 'open');
    const ended = engine.send(request(applyHello));
    await engine.answerConsent((await question).id, 'DENIED', 15_000);
    const run = await ended;
    expect(run.finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
    expect(outcomeOf(run, 'hello').text).toContain('The owner denied DOWNLOAD; nothing was changed.');
    expect(canBeUndone(run)).toBe(false);
    const device = engine.device(run.connection, run.device);
    expect(device && healthOf(device).word).not.toBe('failed');
  });

  it('takes no answer any more once it has given up', async () => {
    const engine = await connectedEngine({ url: await asking(300) });
    const over = next(engine, 'over');
    const { finished } = await engine.send(request(applyHello));
    expect(finished?.status).toBe('INCOMPLETE');
    const { id, remark } = await over;
    expect(remark).toContain('INCOMPLETE');
    expect((await faultOf(engine.answerConsent(id, 'APPROVED', 15_000))).code).toBe('consent-closed');
  });

  it('is told as answered where another window was faster', async () => {
    const url = await asking();
    const [mine, other] = [await connectedEngine({ url: url }), await connectedEngine({ url: url })];
    const [question, theirs, elsewhere] = [next(mine, 'open'), next(other, 'open'), next(mine, 'elsewhere')];
    const ended = mine.send(request(applyHello));
    await question;
    await other.answerConsent((await theirs).id, 'APPROVED', 15_000);
    expect((await elsewhere).remark).toContain('another window');
    expect((await ended).finished?.status).toBe('COMPLETED');
  });

  it('is answered on the command line only as the person has said', async () => {
    const url = await asking();
    const call = [
      'apply',
      '--connection',
      url,
      '--device',
      'edge:device',
      '--wait',
      '--yes',
      '--timeout',
      '20s',
    ];
    const file = 'examples/hello.desired-state.yaml';
    const denied = await runCommandLine([...call, '--consent', 'deny', file]);
    expect(denied.err).toContain('asks its owner');
    expect(denied.status).toBe(exitStatus.incomplete);
    const approved = await runCommandLine([...call, '--consent', 'approve', file]);
    expect(approved.out).toContain('✔ COMPLETED');
    expect(approved.status).toBe(0);
  });
});
