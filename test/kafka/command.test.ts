/** Commands over a real Kafka, and what is told of each. */
import { describe, expect, it } from 'vitest';
import type { Incoming } from '../../client/src/transports/transport.ts';
import { device, faultOf } from '../integration/engineUnderTest.ts';
import { largestMessage } from './broker.ts';
import { startHono } from './hono.ts';
import { command, connectedTo, wireOf } from './transport.ts';

const patient = { timeout: 30_000 };
/** Nothing is to come within it: the shorter the better. */
const short = { timeout: 500 };
const quick = { outcome: 500 };

describe('a command over Kafka', () => {
  it('is a record as Hono wants it, and its answer comes back', async () => {
    const hono = await startHono();
    hono.onCommand((it) => it.answer(204));
    const transport = await connectedTo(hono.tenant);
    const order: string[] = [];
    const response = await transport.request(command(), {
      ...patient,
      onPublishing: () => order.push('leaves'),
      onSent: ({ heard }) => order.push(`taken ${heard}`),
      onAnswer: () => order.push('answered'),
    });
    expect(response).toMatchObject({ status: 204 });
    expect(order[0]).toBe('leaves');
    expect(order.at(-1)).toBe('answered');
    const [sent] = hono.commands;
    expect(sent?.key).toBe(device);
    expect(sent?.headers).toEqual({
      device_id: device,
      subject: 'refresh',
      'content-type': 'application/json',
      'response-required': 'true',
      'correlation-id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(sent?.envelope).toEqual(command().envelope);
  });

  it('that wants no answer says so to Hono, and is sent once Kafka has it', async () => {
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant);
    expect(await transport.request(command({ responseRequired: false }), patient)).toBeUndefined();
    await hono.until(1);
    expect(hono.commands[0]?.headers).toEqual({
      device_id: device,
      subject: 'refresh',
      'content-type': 'application/json',
      'response-required': 'false',
    });
  });

  it('brings the status with which the device refuses', async () => {
    const hono = await startHono();
    hono.onCommand((it) => it.answer(400));
    const transport = await connectedTo(hono.tenant);
    expect(await transport.request(command(), patient)).toMatchObject({ status: 400 });
  });

  it.each([
    [503, 'no target adapter instance found', 'device-not-connected', /did not deliver.*no target adapter/],
    [503, 'did not receive PUBACK from device', 'response-timeout', /whether it did is not known/],
    [404, 'tenant disabled or not registered', 'command-refused', /rejected.*404: tenant disabled/],
    [429, 'message limit exceeded', 'command-refused', /rejected.*429/],
  ] as const)('that did not come to its device is told: %i %s', async (status, error, code, words) => {
    const hono = await startHono();
    hono.onCommand((it) => it.fail(status, error));
    const transport = await connectedTo(hono.tenant);
    const fault = await faultOf(transport.request(command(), patient));
    expect(fault).toMatchObject({ code, message: expect.stringMatching(words) });
  });

  it('is not answered by what is late, foreign, damaged or empty; and then still by its own answer', async () => {
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant, { timing: quick });
    expect(await faultOf(transport.request(command(), short))).toMatchObject({
      code: 'response-timeout',
      message: expect.stringMatching(/whether it has reached the device is not known/),
    });
    hono.onCommand(async (now) => {
      await hono.commands[0]?.answer(500);
      await hono.respond({ value: null });
      await hono.respond({
        key: device,
        value: '{}',
        headers: { 'correlation-id': 'foreign', status: '204' },
      });
      await hono.respond({ key: device, value: '\u0000', headers: { 'correlation-id': '', status: 'x' } });
      await hono.respond({ value: '{"error":1}', headers: { 'correlation-id': ['a', 'b'] } });
      await now.answer(204);
    });
    expect(await transport.request(command(), patient)).toMatchObject({ status: 204 });
    expect(transport.state.kind).toBe('connected');
  });

  it('with neither a status nor a Ditto message as its answer is told', async () => {
    const hono = await startHono();
    hono.onCommand((it) => {
      const id = String(it.headers['correlation-id']);
      return hono.respond({ key: device, value: null, headers: { 'correlation-id': id } });
    });
    const transport = await connectedTo(hono.tenant);
    expect(await faultOf(transport.request(command(), patient))).toMatchObject({ code: 'malformed-answer' });
  });

  it('too long for the topic is not sent, and says so', async () => {
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant);
    const long = { ...command().envelope, value: 'x'.repeat(2 * largestMessage) };
    const fault = await faultOf(transport.request(command({ envelope: long }), patient));
    expect(fault).toMatchObject({ code: 'message-too-long', message: expect.stringMatching(/not sent/) });
    expect(transport.state.kind).toBe('connected');
  });

  it('may be one of many at once, and each gets its own answer', async () => {
    const hono = await startHono();
    hono.onCommand((it) => it.answer(200 + Number(it.key?.split('-')[1])));
    const transport = await connectedTo(hono.tenant);
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    const responses = await Promise.all(
      numbers.map((it) => transport.request(command({ thing: `edge:device-${it}` }), patient)),
    );
    expect(responses.map((it) => it?.status)).toEqual(numbers.map((it) => 200 + it));
    expect(hono.commands).toHaveLength(numbers.length);
  });
});

describe('events over Kafka', () => {
  it('are heard by every window, from the end of the topic, as they would come over MQTT', async () => {
    const hono = await startHono();
    await hono.say('event', device, '{"old":true}');
    const windows = await Promise.all([connectedTo(hono.tenant), connectedTo(hono.tenant)]);
    const heard = windows.map(
      (it) => new Promise<Incoming>((resolve) => void it.onMessage((message) => resolve(message))),
    );
    await hono.say('event', device, '{"new":true}', { ttd: '-1', 'creation-time': '1000' });
    for (const message of await Promise.all(heard))
      expect(message).toMatchObject({
        address: `event/${hono.tenant}/${device}`,
        json: { new: true },
        speaker: device,
        presence: { connected: true, since: 1000 },
      });
  });

  it('of a sender that is no device, or of another tenant, are of nobody', async () => {
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant);
    const heard: string[] = [];
    const last = new Promise<void>((resolve) => {
      transport.onMessage(({ raw }) => {
        heard.push(raw);
        if (raw === 'last') resolve();
      });
    });
    await hono.say('event', device, 'foreign', { tenant_id: 'another' });
    await hono.say('event', device, 'nobody', { device_id: 'no device' });
    await hono.say('event', device, 'last');
    await last;
    expect(heard).toEqual(['last']);
  });

  it.each(['gzip', 'uncompressed'])('are read where they are %s', async (compression) => {
    const hono = await startHono({ compression });
    const transport = await connectedTo(hono.tenant);
    const heard = new Promise<string>((resolve) => void transport.onMessage(({ raw }) => resolve(raw)));
    await hono.say('event', device, 'packed');
    expect(await heard).toBe('packed');
  });

  it('that are compressed otherwise are told, and commands are still answered', async () => {
    const hono = await startHono({ compression: 'zstd' });
    hono.onCommand((it) => it.answer(204));
    const transport = await connectedTo(hono.tenant);
    expect(transport.hearsEvents).toBe(true);
    const deaf = new Promise<string>((resolve) => {
      transport.onState((it) => {
        if (it.kind === 'connected' && it.unheard) resolve(`${it.unheard}: ${it.whyUnheard}`);
      });
    });
    await hono.say('event', device, 'packed');
    expect(await deaf).toMatch(/^hono\.event\.t-.*: .*ZSTD/i);
    expect(await transport.request(command(), patient)).toMatchObject({ status: 204 });
  });
});

describe('the log', () => {
  it('holds what goes over the wire and what the library says, and the console nothing', async () => {
    const hono = await startHono({ without: ['event'] });
    hono.onCommand((it) => it.answer(204));
    const transport = await connectedTo(hono.tenant);
    const wire = wireOf(transport);
    await transport.request(command(), patient);
    expect(wire).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ direction: 'out', address: `hono.command.${hono.tenant}/${device}` }),
        expect.objectContaining({ direction: 'in', address: `hono.command_response.${hono.tenant}` }),
      ]),
    );
  });
});
