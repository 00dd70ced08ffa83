/** What no Hono says, and what becomes of this program where somebody says it all the same. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import { arrayOfNothing, frame, nested, valueSection } from './amqpFrames.ts';
import { applyHello, device, faultOf, request } from './engineUnderTest.ts';
import { connectedEngine, engineOn } from './forThisTest.ts';
import { type HonoServer, startHono, tenant } from './honoServer.ts';

const hono = { tenant } as const;
/** Handles of the links, in the order in which the client attaches them. */
const [answers, commands] = [0, 1];
const all = 0xffff_ffff;

/** Why a connection was lost, each time. */
function losses(engine: Engine): string[] {
  const reasons: string[] = [];
  engine.onConnections(() => {
    const state = engine.connections[0]?.state;
    if (state?.kind === 'offline') reasons.push(state.reason);
  });
  return reasons;
}

async function attacked(
  bytes: Uint8Array,
): Promise<{ readonly server: HonoServer; readonly reasons: string[] }> {
  const server = await startHono();
  const engine = await connectedEngine({ url: server.url, profile: hono });
  const reasons = losses(engine);
  server.write(bytes);
  await server.until(() => server.connections === 2 && server.links.length === 2);
  return { server, reasons };
}

function transfer(payload: Uint8Array, { more = false, aborted = false } = {}): Buffer {
  const tag = Buffer.from('1');
  return frame('transfer', [answers, 0, tag, 0, false, more, null, null, false, aborted, false], payload);
}

describe('a connection is given up, and comes back, where the other side', () => {
  it.each([
    ['settles billions of messages at once', frame('disposition', [true, 0, all, true]), 'settled more'],
    [
      'settles from below nothing',
      frame('disposition', [true, -2_000_000_000, 2_000_000_000, true]),
      'settled',
    ],
    [
      'gives credit in fractions',
      frame('flow', [0, 100, 0, 100, commands, 0, 0.5, null, true]),
      'link_credit',
    ],
    ['counts messages in words', frame('flow', ['0', 100, 0, 100]), 'next_incoming_id'],
    ['begins a session of its own', Buffer.concat([frame('begin', [null, 0, 100, 100])]), 'session'],
    ['attaches a link of its own', frame('attach', ['evil', 7, false, 2, 0, null, null]), 'link'],
    ['claims billions of values', transfer(valueSection(arrayOfNothing(all))), 'values'],
    ['claims many values again and again', transfer(valueSection(arrayOfNothing(100_001))), 'values'],
    ['puts value into value', transfer(valueSection(nested(60))), 'deep'],
    ['puts value into value without end', transfer(valueSection(nested(20_000))), 'deep'],
    ['describes descriptions without end', transfer(Buffer.alloc(50_000)), ''],
    [
      'breaks a message off',
      transfer(valueSection(Buffer.from([0x40])), { aborted: true }),
      'broke a message off',
    ],
    ['sends a frame of no length', Buffer.alloc(8), ''],
    ['sends a frame that is none', Buffer.from([0, 0, 0, 9, 2, 0, 0, 0, 0x40]), ''],
  ])('%s', async (_, bytes, words) => {
    const { reasons } = await attacked(bytes);
    expect(reasons[0]).toContain(words);
  });

  it('never comes to the end of a message, whatever else it says between its parts', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const reasons = losses(engine);
    const part = transfer(Buffer.alloc(60_000), { more: true });
    for (let sent = 0; sent < 20_000_000; sent += part.length) server.write(part);
    await server.until(() => server.connections === 2);
    expect(reasons[0]).toContain('longer than');
  });
});

describe('a Hono that asks for its credit back', () => {
  it.each([
    ['after it gave more than anybody counts', [0, all]],
    ['after it gave less than was used', [0, 0]],
  ])('%s, keeps nobody busy', async (_, [delivered, credit]) => {
    const server = await startHono();
    server.onCommand((it) => it.answer(400));
    const engine = await connectedEngine({ url: server.url, profile: hono });
    await engine.send(request(applyHello));
    server.write(frame('flow', [1, 100, 1, 100, commands, delivered, credit, null, true]));
    server.say('event', device, {});
    server.write(frame('flow', [1, 100, 1, 100, commands, 1, 10]));
    const run = await engine.send(request(applyHello));
    expect(run.fault?.code).toBe('rejected-by-device');
    expect(server.connections).toBe(1);
  });
});

describe('a command does not leave', () => {
  it.each([
    // It is counted from nothing: one has left, and none was to.
    ['Hono took the credit for it back', frame('flow', [1, 100, 0, 100, commands, 0, 0])],
    ['its session takes no messages', frame('flow', [1, 0, 0, 100])],
  ])('where %s, nor once nobody waits for it any more', async (_, bytes) => {
    const server = await startHono();
    const timing = { credit: 200, outcome: 300 };
    const profile = { ...hono, receive: ['events'] } as const;
    const engine = await connectedEngine({ url: server.url, profile, timing });
    const within = { responseTimeout: 400, updateTimeout: 400 };
    const heard = async (count: number) => {
      server.say('event', device, {});
      await server.until(() => server.outcomes.length === count);
    };
    await engine.send(request(applyHello, within));
    server.write(bytes);
    await heard(1);
    const run = await engine.send(request(applyHello, within));
    expect(run.fault?.code).toBe('no-credit');
    expect(run.sent).toEqual([]);
    server.write(frame('flow', [1, 100, 1, 100, commands, 1, 10]));
    await heard(2);
    expect(server.commands).toHaveLength(1);
    await engine.send(request(applyHello, within));
    expect(server.commands).toHaveLength(2);
  });
});

it('nobody comes in to a Hono that takes only frames without room', async () => {
  const server = await startHono({ maxFrameSize: 10 });
  const engine = await engineOn({ url: server.url, profile: hono });
  expect(await faultOf(engine.connect('lab'))).toMatchObject({
    code: 'amqp-not-spoken',
    message: expect.stringContaining('frames of 512 bytes'),
  });
});

describe('what a device behind Hono says', () => {
  const receiving = { ...hono, receive: ['events'] } as const;

  it('is of itself and its things: it speaks for no other device', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: receiving });
    const twinOf = (thing: string) => ({
      topic: `edge/${thing}/things/twin/commands/modify`,
      path: '/features/x',
      value: {},
    });
    server.say('event', 'edge:evil', twinOf('device'));
    server.say('event', 'edge:mine', twinOf('mine:edge:containers'));
    await server.until(() => server.outcomes.length === 2);
    expect(engine.devices('lab').map(({ id }) => id)).toEqual(['edge:mine']);
  });

  it.each([
    ['a slash', 'edge:device/evil'],
    ['a line break', 'edge:device\nevil'],
    ['a link', 'edge:[click](https://evil.example)'],
    ['an escape', 'edge:\u001b[31mred'],
    ['no end', `edge:${'x'.repeat(1_000_000)}`],
  ])('changes nothing where its id has %s', async (_, id) => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: receiving });
    server.say('event', id, '', { properties: { ttd: -1 } });
    await server.until(() => server.outcomes.length === 1);
    expect(engine.devices('lab')).toEqual([]);
  });

  it('counts for its own tenant', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: receiving });
    server.say('event', device, '', { properties: { ttd: -1, tenant_id: 'other' } });
    await server.until(() => server.outcomes.length === 1);
    expect(engine.devices('lab')).toEqual([]);
  });
});

describe('the password', () => {
  const users = { ann: 'pl4nted' };
  const setup = { profile: { ...hono, username: 'ann' }, password: users.ann };
  const echo = { condition: 'amqp:unauthorized-access', description: 'not for ann:pl4nted' };

  it('stands in no fault, where Hono repeats it', async () => {
    const server = await startHono({ users, refuse: () => echo });
    const engine = await engineOn({ url: server.url, ...setup });
    const told = await faultOf(engine.connect('lab'));
    expect(told.message).toContain('not for ann:');
    expect(JSON.stringify(told)).not.toContain(users.ann);
  });

  it('stands in no reason for a loss', async () => {
    const server = await startHono({ users });
    const engine = await connectedEngine({ url: server.url, ...setup });
    const reasons = losses(engine);
    server.closeConnections(echo);
    await server.until(() => server.connections === 2);
    expect(reasons[0]).toContain('not for ann:');
    expect(reasons.join()).not.toContain(users.ann);
  });
});
