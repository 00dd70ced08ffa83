/**
 * What a network does to the messages. In each case the user is shown the right outcome, and what must not run twice is
 * sent once.
 */
import { expect, it } from 'vitest';
import { applyHello, device, installHello, request } from './engineUnderTest.ts';
import {
  drop,
  isAnswer,
  isCommand,
  isEvent,
  isReceipt,
  later,
  only,
  type Passing,
  swapped,
  twice,
} from './faultyProxy.ts';
import { finishInstall, untilState, world } from './faultyWorld.ts';
import { describeWithMosquitto } from './mosquitto.ts';
import { answerTo, feedbackOf, goodApply, type HeardCommand, type Script } from './scriptedDevice.ts';

const goodInstall: Script = async (command, it) => {
  await it.say(...answerTo(command, 204));
  await finishInstall(command, it);
};

describeWithMosquitto('messages that get lost', () => {
  it('a lost answer: the update goes on, and is not sent again', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(only(isAnswer, drop));
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'FINISHED_SUCCESS' } });
    expect(run.accepted).toBeUndefined();
    expect(kanto.heard).toHaveLength(1);
  });

  it('a lost command: nothing was confirmed, nothing ran, nothing is sent later', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(only(isCommand, drop));
    const run = await engine.send(request(installHello, { responseTimeout: 500 }));
    expect(run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'response-timeout' } });
    expect(run.fault?.message).toContain('did not confirm');
    proxy.heal();
    const back = untilState(engine, 'connected');
    proxy.cut();
    await back;
    await engine.send(request(applyHello, { updateTimeout: 300 }));
    expect(kanto.heard.map(({ topic }) => topic.split('/').at(-1))).toEqual(['apply']);
  });

  it('a lost receipt: the answer tells that the command arrived', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(only(isReceipt, drop));
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ phase: 'finished', accepted: { status: 204 }, sent: [{ heard: true }] });
    expect(kanto.heard).toHaveLength(1);
  });

  it('a receipt lost with the connection: the command is not sent again when it is back', async () => {
    const late: { command?: HeardCommand } = {};
    const { engine, kanto, proxy } = await world((command) => {
      late.command = command;
      proxy.cut();
    });
    proxy.meddle(only(isReceipt, drop));
    const back = untilState(engine, 'offline').then(() => untilState(engine, 'connected'));
    const sending = engine.send(request(installHello));
    await back;
    if (late.command) await goodInstall(late.command, kanto);
    expect(await sending).toMatchObject({ phase: 'finished', finished: { ok: true } });
    expect(kanto.heard).toHaveLength(1);
  });

  it('lost progress: the end alone is enough', async () => {
    const { engine, proxy } = await world(goodApply);
    let events = 0;
    proxy.meddle(only((packet) => isEvent(packet) && ++events < 3, drop));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED', actions: [{ status: 'UPDATE_SUCCESS' }] },
    });
  });
});

describeWithMosquitto('messages that come otherwise than they were sent', () => {
  it('late ones: each is waited for', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(later(200));
    expect(await engine.send(request(installHello))).toMatchObject({
      phase: 'finished',
      accepted: { status: 204 },
    });
    expect(kanto.heard).toHaveLength(1);
  });

  it('an answer after the time-out: changes nothing that was said, and is not taken for another command', async () => {
    const { engine, proxy } = await world(async (command, it) => {
      await it.say(...answerTo(command, 204));
    });
    proxy.meddle(only(isAnswer, later(400)));
    const first = await engine.send(request(installHello, { responseTimeout: 200 }));
    expect(first).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
    proxy.meddle(only(isAnswer, drop));
    const second = await engine.send(request(installHello, { responseTimeout: 600 }));
    expect(second).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
  });

  it('twice: told once', async () => {
    const { engine, proxy } = await world(goodInstall);
    proxy.meddle(only((packet) => isAnswer(packet) || isEvent(packet), twice));
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ phase: 'finished', accepted: { status: 204 } });
    expect(run.finished?.actions).toHaveLength(1);
    expect(phases.indexOf('finished')).toBe(phases.length - 1);
    expect([...new Set(phases)]).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
  });

  it('in another order: the end stays the end', async () => {
    const { engine, proxy } = await world(async (command, it) => {
      await it.say(...answerTo(command, 204));
      const activityId = String(command.value['activityId']);
      await it.say('e', feedbackOf(device, activityId, { status: 'RUNNING' }));
      await it.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
    });
    proxy.meddle(only(isEvent, swapped()));
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
    expect(phases.at(-1)).toBe('finished');
  });

  it('the answer after the end: the end stands', async () => {
    const { engine, proxy } = await world(goodApply);
    proxy.meddle(only(isAnswer, later(300)));
    const answer = new Promise<void>((resolve) =>
      engine.onWire(({ address }) => address.startsWith('command///res/') && resolve()),
    );
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
    await answer;
    expect(engine.runs).toMatchObject([{ phase: 'finished', finished: { status: 'COMPLETED' } }]);
  });
});

describeWithMosquitto('messages that are damaged', () => {
  const unreadable = ({ bytes }: Passing, pass: (bytes: Buffer) => void) => {
    const damaged = Buffer.from(bytes);
    damaged.fill('\u0000', damaged.length - 40);
    pass(damaged);
  };

  it('no JSON any more: passed over, and seen on the wire', async () => {
    const { engine, proxy } = await world(goodApply);
    let events = 0;
    proxy.meddle(only((packet) => isEvent(packet) && ++events < 3, unreadable));
    const seen: string[] = [];
    engine.onWire(({ direction, address }) => direction === 'in' && seen.push(address));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
    expect(seen.filter((address) => address === 'e')).toHaveLength(3);
  });

  it('no MQTT any more: the connection is given up, comes back, and brings what was missed', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    const noPacket: typeof drop = (_, pass) => pass(Buffer.from([0x00, 0xff, 0xff, 0xff, 0xff, 0xff]));
    proxy.meddle(only(isEvent, noPacket));
    const offline = untilState(engine, 'offline').then((state) => {
      proxy.heal();
      return state;
    });
    const run = await engine.send(request(installHello));
    expect((await offline).reason).not.toBe('');
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'FINISHED_SUCCESS' } });
    expect(kanto.heard).toHaveLength(1);
  });

  it('huge, and a great many: the update among them is told rightly', async () => {
    const { engine } = await world(
      async (command, it) => {
        await it.say(...answerTo(command, 204));
        const activityId = String(command.value['activityId']);
        await it.say('e', {
          ...feedbackOf(device, activityId, { status: 'RUNNING' }),
          more: 'x'.repeat(5_000_000),
        });
        const others = Array.from({ length: 2000 }, (_, n) =>
          it.say('e', feedbackOf(`edge:other-${n % 50}`, activityId, { status: 'INCOMPLETE' })),
        );
        await Promise.all(others);
        await it.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
      },
      {},
      ['max_queued_messages 0'],
    );
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
  });
});
