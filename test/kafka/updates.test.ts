/** Whole updates of a device behind a Hono with a real Kafka, in the engine and on the command line. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runCommandLine } from '../integration/commandLine.ts';
import {
  type Bridged,
  type BridgedCommand,
  connectDevice,
  type HonoDevice,
} from '../integration/deviceBehindHono.ts';
import { applyHello, device, request } from '../integration/engineUnderTest.ts';
import { connectedEngine, temporaryFolder } from '../integration/forThisTest.ts';
import { users } from './broker.ts';
import { type KafkaHono, startHono } from './hono.ts';

/** The simulated device behind it, as behind a Hono with AMQP. */
function bridge(hono: KafkaHono): Promise<HonoDevice> {
  const bridged: Bridged = {
    say: (endpoint, thing, body, { contentType = 'application/json', properties = {} } = {}) =>
      void hono.say(endpoint, thing, typeof body === 'string' ? body : JSON.stringify(body), {
        'content-type': contentType,
        ...Object.fromEntries(
          Object.entries(properties).map(([name, value]) => [name, JSON.stringify(value)]),
        ),
      }),
    onCommand: (handle) =>
      hono.onCommand((it) => {
        const isOneWay = it.headers['response-required'] !== 'true';
        const command: BridgedCommand = {
          to: `command/${hono.tenant}/${it.key}`,
          subject: String(it.headers['subject']),
          replyTo: isOneWay ? undefined : `hono.command_response.${hono.tenant}`,
          text: it.text,
          accept: () => undefined,
          release: () => void it.fail(503, 'no target adapter instance found'),
          answer: (status, _value, { text } = {}) => void it.answer(status, text),
        };
        handle(command);
      }),
  };
  return connectDevice(bridged, { tenantId: hono.tenant });
}

describe('behind a Hono with Kafka', () => {
  it('an apply is accepted, followed to its end and confirmed, in each window', async () => {
    const hono = await startHono();
    await bridge(hono);
    const setup = {
      url: `kafka://127.0.0.1:${inject('ports').open}`,
      profile: { tenant: hono.tenant, receive: ['events'] },
      differences: async () => [],
    } as const;
    const engine = await connectedEngine(setup);
    const other = await connectedEngine(setup);
    const seen = new Promise<void>((resolve) => {
      other.onDevices(() => {
        const installed = other.device('lab', device)?.components ?? [];
        if (installed.some(({ id, version }) => id === 'hello' && version === '1')) resolve();
      });
    });
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.at(-1) !== phase && phases.push(phase));
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'COMPLETED', ok: true } });
    // Answers and events are topics of their own: the first event may be read before the answer that came before it.
    expect(phases.filter((phase) => phase !== 'accepted')).toEqual([
      'sending',
      'sent',
      'running',
      'finished',
    ]);
    const confirmed = await engine.confirmed(run.id, 15_000);
    expect(confirmed).toMatchObject({ accepted: { status: 204 }, confirmed: { differences: [] } });
    await seen;
    expect(hono.commands.filter(({ headers }) => headers['subject'] === 'apply')).toHaveLength(1);
  });

  it('a device that is away is told so, and gets its update when it is back', async () => {
    const hono = await startHono();
    const behind = await bridge(hono);
    const engine = await connectedEngine({
      url: `kafka://127.0.0.1:${inject('ports').open}`,
      profile: { tenant: hono.tenant, receive: ['events'] },
    });
    behind.disconnect();
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'failed',
      fault: { code: 'device-not-connected' },
    });
    behind.connect();
    expect(await engine.send(request(applyHello))).toMatchObject({ phase: 'finished' });
  });

  it('is updated by the command line, with a plan and to its end', async () => {
    const hono = await startHono();
    await bridge(hono);
    const file = join(await temporaryFolder(), 'hello.json');
    const config = [{ key: 'image', value: 'docker.io/library/hello:1' }];
    const components = [{ id: 'hello', version: '1', config }];
    const content = { activityId: 'a-1', desiredState: { domains: [{ id: 'containers', components }] } };
    await writeFile(file, JSON.stringify(content));
    const call = [
      // Of two brokers one is not there: its port speaks no TLS.
      '--connection',
      `kafkas://localhost:${inject('ports').open},localhost:${inject('ports').secure}`,
      ...['--tenant', hono.tenant],
      ...['--ca', inject('certificates').caFile, '--username', 'alice', '--device', device],
    ];
    const env = { KANTO_PASSWORD: users.alice.password };
    const plan = await runCommandLine(['plan', ...call, file], { env });
    expect(plan.out).toContain('hello');
    const applied = await runCommandLine(['apply', ...call, '--wait', '--yes', '--verbose', file], { env });
    expect(applied).toMatchObject({ status: 0, out: expect.stringContaining('COMPLETED') });
    expect(applied.out + applied.err).not.toContain(users.alice.password);
    const doctor = await runCommandLine(['doctor', ...call], { env });
    expect(doctor).toMatchObject({ status: 0, out: expect.stringContaining('It works') });
    expect(doctor.out).toContain(`hono.command_response.${hono.tenant}`);
  });
});
