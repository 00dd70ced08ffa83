import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../client/src/protocol/json.ts';
import { Acquaintances } from '../../../client/src/transports/mqtt/acquaintance.ts';
import { Answers } from '../../../client/src/transports/mqtt/answers.ts';
import type { Command } from '../../../client/src/transports/transport.ts';
import { containers, device } from './messages.ts';

function command(changes: Partial<Command> = {}, correlationId = 'cid'): Command {
  const { operation = 'apply', thing = device } = changes;
  return {
    thing,
    root: thing === device,
    operation,
    envelope: {
      topic: `${thing.replace(':', '/')}/things/live/messages/${operation}`,
      headers: { 'correlation-id': correlationId },
      path: `/features/UpdateManager/inbox/messages/${operation}`,
    },
    responseRequired: true,
    idempotent: true,
    ...changes,
  };
}

function answer(
  thing: string,
  operation: string,
  correlationId: string | undefined,
  status?: number,
): string {
  return JSON.stringify({
    topic: `${thing.replace(':', '/')}/things/live/messages/${operation}`,
    headers: correlationId === undefined ? {} : { 'correlation-id': correlationId },
    path: `/features/UpdateManager/outbox/messages/${operation}`,
    ...(status !== undefined && { status }),
  });
}

/** What a command got, after so many messages on response topics. */
async function answered(
  asked: Command,
  messages: readonly (readonly [string, string])[],
  others: readonly Command[] = [],
) {
  const answers = new Answers();
  for (const other of others) answers.expect(other, 'other-request', () => undefined);
  const { answered: promise } = answers.expect(asked, 'r1', () => undefined);
  for (const [address, raw] of messages)
    answers.take({ address, raw, json: parseJson(raw), retained: false, time: 1 });
  return Promise.race([
    promise.catch((error: Error) => error),
    new Promise((resolve) => setImmediate(resolve, 'nothing')),
  ]);
}

describe('answers are matched', () => {
  it('by request id, on each response topic', async () => {
    for (const topic of ['command///res/r1/204', `command//${device}/res/r1/204`, 'c///s/r1/204']) {
      expect(await answered(command(), [[topic, answer(device, 'apply', 'cid', 204)]])).toMatchObject({
        response: { status: 204, address: topic, envelope: { status: 204 } },
      });
    }
  });

  it('by request id alone where the answer is no JSON', async () => {
    expect(await answered(command(), [['command///res/r1/500', 'out of memory']])).toMatchObject({
      response: { status: 500, raw: 'out of memory' },
    });
  });

  it('by correlation id on the documented topic, with the status of the envelope', async () => {
    expect(
      await answered(command(), [[`command//${device}/res//apply`, answer(device, 'apply', 'cid', 204)]]),
    ).toMatchObject({ response: { status: 204 }, form: 'documented' });
  });

  it('by correlation id where the documentation answers an install on the topic of the device', async () => {
    const install = command({ operation: 'install', thing: containers });
    expect(
      await answered(install, [
        [`command//${device}/res//install`, answer(containers, 'install', 'cid', 204)],
      ]),
    ).toMatchObject({ response: { status: 204 } });
  });

  it('by the thing where there is no id at all and only one command to it waits', async () => {
    const message = [`command//${device}/res//apply`, answer(device, 'apply', undefined, 204)] as const;
    expect(await answered(command(), [message])).toMatchObject({ response: { status: 204 } });
    expect(await answered(command(), [message], [command({}, 'cid-2')])).toBe('nothing');
  });

  it.each([
    ['of another request', 'command///res/r2/204', answer(device, 'apply', 'foreign', 204)],
    [
      'of another thing with the same correlation id',
      'command//edge:other/res/r2/204',
      answer('edge:other', 'apply', 'cid', 204),
    ],
    [
      'to another operation with the same correlation id',
      `command//${device}/res//refresh`,
      answer(device, 'refresh', 'cid', 204),
    ],
    ['on no response topic', 'e', answer(device, 'apply', 'cid', 204)],
  ])('never with one %s', async (_, topic, raw) => {
    expect(await answered(command(), [[topic, raw]])).toBe('nothing');
  });

  it('once: what comes a second time is nobody’s', async () => {
    const first = ['command///res/r1/204', answer(device, 'apply', 'cid', 204)] as const;
    const second = ['command///res/r1/400', answer(device, 'apply', 'cid', 400)] as const;
    expect(await answered(command(), [first, second])).toMatchObject({ response: { status: 204 } });
  });

  it('with the worse status where topic and message disagree', async () => {
    expect(
      await answered(command(), [['command///res/r1/204', answer(device, 'apply', 'cid', 400)]]),
    ).toMatchObject({ response: { status: 400 } });
  });

  it('with a fault where neither topic nor message has the status of an answer', async () => {
    const odd = [-1, 0, 100, 204.5, 1000].map((status) => answer(device, 'apply', 'cid', status));
    for (const raw of ['hello', '{"no":"envelope"}', answer(device, 'apply', 'cid'), ...odd]) {
      expect(await answered(command(), [[`command//${device}/res//apply`, raw]])).toMatchObject({
        fault: { code: 'malformed-answer' },
      });
    }
  });
});

describe('forms of address', () => {
  const install = command({ operation: 'install', thing: containers, idempotent: false });

  it('are tried in the order gateway, device, documented', () => {
    expect(new Acquaintances().forms(command())).toEqual(['gateway', 'device', 'documented']);
    expect(new Acquaintances().forms(install)).toEqual(['device', 'documented']);
  });

  it('begin with what worked, also for the things below a device', () => {
    const known = new Acquaintances();
    known.answered(device, 'documented');
    expect(known.forms(command())).toEqual(['documented', 'gateway', 'device']);
    expect(known.forms(install)).toEqual(['documented', 'device']);
    known.silent(device);
    expect(known.forms(command())).toEqual(['gateway', 'device', 'documented']);
  });

  it('begin with what worked for another device of the broker', () => {
    const known = new Acquaintances();
    known.answered('edge:other', 'device');
    expect(known.forms(command())).toEqual(['device', 'gateway', 'documented']);
    known.silent(device);
    expect(known.forms(command())).toEqual(['gateway', 'device', 'documented']);
  });

  it('never are the documented one for a real container-management, which would run it a second time', () => {
    const byFeature = new Acquaintances();
    byFeature.heard(containers, 'Container:abc');
    expect(byFeature.forms(install)).toEqual(['device']);
    const byAnswer = new Acquaintances();
    byAnswer.answered(containers, 'device');
    expect(byAnswer.forms(install)).toEqual(['device']);
  });

  it('may follow each other without certainty only where a second run does no harm, or nothing was ever heard', () => {
    const known = new Acquaintances();
    expect(known.mayRepeat(install)).toBe(true);
    known.heard(containers, 'SoftwareUpdatable');
    expect(known.mayRepeat(install)).toBe(false);
    expect(known.mayRepeat({ ...install, idempotent: true })).toBe(true);
    known.answered(containers, 'device');
    expect(known.mayRepeat({ ...install, idempotent: true })).toBe(false);
  });
});
