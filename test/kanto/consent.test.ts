/** The real update-manager asks the owner of the device, who answers through our engine. */
import { expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import type { ConsentQuestion } from '../../client/src/updates/consent.ts';
import { faultOf, request } from '../integration/engineUnderTest.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { kantoEngine } from './engine.ts';
import { desired, startKanto } from './kanto.ts';

const hello = () => request(desired({ hello: '1' }));

function next(engine: Engine, state: ConsentQuestion['state']): Promise<ConsentQuestion> {
  return new Promise((resolve) => engine.onConsent((it) => it.state === state && resolve(it)));
}

await describeWithDaemon('update-manager', 'the real update-manager that asks its owner', () => {
  it('goes on when it is approved, and says before what it is about', async () => {
    const { engine } = await startKanto({ ownerConsentCommands: ['DOWNLOAD'] });
    const question = next(engine, 'open');
    const ended = engine.send(hello());
    const asked = await question;
    expect(asked).toMatchObject({ device: 'edge:device', command: 'DOWNLOAD' });
    expect(asked.actions.map(({ component }) => component)).toEqual(['containers:hello']);
    expect((await engine.answerConsent(asked.id, 'APPROVED', 15_000)).state).toBe('answered');
    expect((await ended).finished?.status).toBe('COMPLETED');
  });

  it('asks before each step that it was told to', async () => {
    const commands = ['DOWNLOAD', 'UPDATE', 'ACTIVATE'] as const;
    const { engine } = await startKanto({ ownerConsentCommands: commands });
    const asked: string[] = [];
    engine.onConsent(({ id, state, command }) => {
      if (state !== 'open') return;
      asked.push(command);
      void engine.answerConsent(id, 'APPROVED', 15_000);
    });
    expect((await engine.send(hello())).finished?.status).toBe('COMPLETED');
    expect(asked).toEqual(commands);
  });

  it('does nothing where the download is denied', async () => {
    const { engine } = await startKanto({ ownerConsentCommands: ['DOWNLOAD'] });
    const question = next(engine, 'open');
    const ended = engine.send(hello());
    await engine.answerConsent((await question).id, 'DENIED', 15_000);
    expect((await ended).finished).toMatchObject({
      status: 'INCOMPLETE',
      ok: false,
      message: "failed to wait for command 'UPDATE' signal: owner approval not granted",
    });
  });

  it('takes back what it has done where the update is denied', async () => {
    const { engine } = await startKanto({ ownerConsentCommands: ['UPDATE'] });
    const question = next(engine, 'open');
    const ended = engine.send(hello());
    await engine.answerConsent((await question).id, 'DENIED', 15_000);
    const { finished } = await ended;
    expect(finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
    expect(finished?.message).toContain('owner approval not granted');
    expect(finished?.actions).toMatchObject([{ component: 'containers:hello', status: 'UPDATE_FAILURE' }]);
  });

  it('never says how it ended where the activation is denied: that follows from what it then runs', async () => {
    const { engine } = await startKanto({ ownerConsentCommands: ['ACTIVATE'], phaseTimeout: '1s' });
    const question = next(engine, 'open');
    const ended = engine.send(hello());
    await engine.answerConsent((await question).id, 'DENIED', 15_000);
    const { finished, remark, status, confirmed } = await ended;
    expect({ status, actions: finished?.actions }).toMatchObject({
      status: 'RUNNING',
      actions: [{ component: 'containers:hello', status: 'UPDATE_FAILURE' }],
    });
    expect(finished).toMatchObject({ status: 'INCOMPLETE', ok: false, concluded: true });
    expect(remark).toContain('did not say how the update ended');
    expect(confirmed?.differences).toEqual(['containers:hello is missing.']);
    // The device is none the worse for it.
    engine.onConsent(({ id, state }) => state === 'open' && engine.answerConsent(id, 'APPROVED', 15_000));
    expect((await engine.send(hello())).finished?.status).toBe('COMPLETED');
  });

  it('ends the update where nobody answers in time, and takes no answer any more', async () => {
    const { engine } = await startKanto({
      ownerConsentCommands: ['DOWNLOAD'],
      ownerConsentTimeout: '300ms',
    });
    const over = next(engine, 'over');
    const { finished } = await engine.send(hello());
    expect(finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
    expect(finished?.message).toContain('owner consent not granted in 300ms');
    const { id, remark } = await over;
    expect(remark).toContain('INCOMPLETE');
    expect((await faultOf(engine.answerConsent(id, 'APPROVED', 15_000))).code).toBe('consent-closed');
  });

  it('ends the update where the phase is over before the owner has answered', async () => {
    const { engine } = await startKanto({ ownerConsentCommands: ['DOWNLOAD'], phaseTimeout: '300ms' });
    const over = next(engine, 'over');
    const { finished } = await engine.send(hello());
    expect(finished).toMatchObject({
      status: 'INCOMPLETE',
      message: "failed to wait for command 'UPDATE' signal: not received in 300ms",
    });
    expect((await over).remark).toContain('INCOMPLETE');
  });

  it('is told as answered where another window was faster', async () => {
    const { bus, engine } = await startKanto({ ownerConsentCommands: ['DOWNLOAD'] });
    const other = await kantoEngine(bus);
    const [question, theirs, elsewhere] = [
      next(engine, 'open'),
      next(other, 'open'),
      next(engine, 'elsewhere'),
    ];
    const ended = engine.send(hello());
    await question;
    await other.answerConsent((await theirs).id, 'APPROVED', 15_000);
    expect((await elsewhere).remark).toContain('another window');
    expect((await ended).finished?.status).toBe('COMPLETED');
  });
});
