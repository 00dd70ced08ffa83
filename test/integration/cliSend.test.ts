import { describe, expect, it } from 'vitest';
import { startEmbedded, startReal } from './brokers.ts';
import { type RunOptions, runCommandLine } from './commandLine.ts';
import { deviceOn, forThisTest, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto, hasMosquitto } from './mosquitto.ts';
import {
  answerEnvelope,
  answerTo,
  goodApply,
  type HeardCommand,
  type Script,
  type ScriptedDevice,
  twinChange,
} from './scriptedDevice.ts';

const hello = 'examples/hello.desired-state.yaml';
const gateway = ['command///req/#'];
const oneComponent = (id: string) =>
  `domains:\n  - id: containers\n    components:\n      - {id: ${id}, version: "1"}\n`;
const several = `${oneComponent('first')}---\n${oneComponent('second')}`;
const brokers = [
  { name: 'the embedded broker', start: startEmbedded },
  ...(hasMosquitto ? [{ name: 'Mosquitto', start: startReal }] : []),
];

/** `runs`: the containers that the device reports where it is asked. */
async function brokerWith(
  start: typeof startEmbedded,
  filters: readonly string[],
  script: Script,
  runs: readonly string[] | 'nothing' = [],
) {
  const broker = await forThisTest(start());
  const reporting: Script = async (command, it) =>
    isRefresh(command) && runs !== 'nothing' ? report(runs, command, it) : script(command, it);
  const device = await deviceOn(broker.url, filters, reporting);
  /** What would change something; before an apply the device is asked for what it runs. */
  const changing = () => device.heard.filter((command) => !isRefresh(command));
  return { url: broker.url, device, changing };
}

const isRefresh = ({ topic }: HeardCommand) => topic.endsWith('/refresh');

async function report(runs: readonly string[], command: HeardCommand, device: ScriptedDevice) {
  await device.say(...answerTo(command, 204));
  const nodes = runs.map((id) => ({
    id: `containers:${id}`,
    parameters: [{ key: 'image', value: `${id}:1` }],
  }));
  const agent = { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] };
  const value = {
    activityId: String(command.value['activityId']),
    timestamp: 1,
    inventory: { softwareNodes: [agent, ...nodes] },
  };
  await device.say('e', twinChange('edge:device', '/features/UpdateManager/properties', value));
}

function send(operation: string, url: string, rest: readonly string[], options?: RunOptions) {
  return runCommandLine(
    [operation, '--connection', url, '--device', 'edge:device', '--timeout', '20s', ...rest],
    options,
  );
}

describe.each(brokers)('kanto-manifest apply over $name', ({ start }) => {
  it('prints one object as JSON: sent, accepted, finished', async () => {
    const { url, changing } = await brokerWith(start, gateway, goodApply);
    const { status, out } = await send('apply', url, ['--wait', '--format', 'json', hello]);
    const [heard] = changing();
    expect(JSON.parse(out)).toEqual({
      device: 'edge:device',
      operation: 'apply',
      correlationId: heard?.headers['correlation-id'],
      activityId: heard?.value['activityId'],
      sent: { topic: heard?.topic },
      accepted: { status: 204, topic: expect.stringMatching(/^command\/\/\/res\/.+\/204$/) },
      finished: {
        status: 'COMPLETED',
        actions: [{ component: 'containers:hello', version: '1', status: 'UPDATE_SUCCESS' }],
      },
      error: null,
    });
    expect(status).toBe(0);
  });

  it('reaches a device that knows only the documented topics, with the default settings', async () => {
    const { url, changing } = await brokerWith(start, ['command//edge:device/req//apply'], (command, it) =>
      it.say('command//edge:device/res//apply', answerEnvelope(command, 204)),
    );
    // It does not report what it runs: --yes accepts that.
    const { status, out } = await send('apply', url, ['--yes', '--format', 'json', hello]);
    expect(JSON.parse(out)).toMatchObject({
      sent: { topic: 'command//edge:device/req//apply' },
      accepted: { status: 204 },
      error: null,
    });
    expect(changing()).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('sends of several manifests in a file the one of the number it is told', async () => {
    const { url, changing } = await brokerWith(start, gateway, goodApply);
    for (const [number, id] of [
      ['2', 'second'],
      ['1', 'first'],
    ] as const) {
      const { status, err } = await send('apply', url, ['--wait', '--document', number, '-'], {
        input: several,
      });
      expect(err).toBe('');
      expect(status).toBe(0);
      expect(changing().at(-1)?.value).toMatchObject({
        desiredState: { domains: [{ id: 'containers', components: [{ id }] }] },
      });
    }
    expect(changing()).toHaveLength(2);
  });
});

describe('kanto-manifest apply', () => {
  it('ends with the acceptance where it is not told to wait', async () => {
    const { url } = await brokerWith(startEmbedded, gateway, (command, it) =>
      it.say(...answerTo(command, 204)),
    );
    const { status, out } = await send('apply', url, ['--format', 'json', hello]);
    expect(JSON.parse(out)).toMatchObject({ accepted: { status: 204 }, finished: null, error: null });
    expect(status).toBe(0);
  });

  it('exits with 5 and tells the reason of the device that rejects', async () => {
    const { url } = await brokerWith(startEmbedded, gateway, (command, it) =>
      it.say(...answerTo(command, 400, { error: 'x', status: 400, message: 'desired state is missing' })),
    );
    const { status, out } = await send('apply', url, ['--format', 'json', hello]);
    expect(JSON.parse(out)).toMatchObject({
      accepted: { status: 400, message: 'desired state is missing' },
      error: { code: 'rejected-by-device' },
    });
    expect(status).toBe(5);
  });

  it('tells as text what is sent, accepted and finished', async () => {
    const { url } = await brokerWith(startEmbedded, gateway, goodApply);
    const { status, out } = await send('apply', url, ['--wait', hello]);
    expect(out).toMatch(/^→ apply edge:device .*command\/\/\/req\/…\/apply$/m);
    expect(out).toMatch(/^← 204 accepted in /m);
    expect(out).toMatch(/^✔ COMPLETED in /m);
    expect(status).toBe(0);
  });

  it('says no more than accepted where it is not told to wait', async () => {
    const { url } = await brokerWith(startEmbedded, gateway, (command, it) =>
      it.say(...answerTo(command, 204)),
    );
    const { status, out, err } = await send('apply', url, [hello]);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^→ apply /),
      expect.stringMatching(/^← 204 accepted in /),
    ]);
    expect(err).toBe('');
    expect(status).toBe(0);
  });

  it('fills in what an envelope leaves out', async () => {
    const { url, changing } = await brokerWith(startEmbedded, gateway, goodApply);
    const value = {
      desiredState: { domains: [{ id: 'containers', components: [{ id: 'x', version: '1' }] }] },
    };
    const input = JSON.stringify({ path: '/features/UpdateManager/inbox/messages/apply', value });
    const { status } = await send('apply', url, ['-'], { input });
    expect(changing()).toMatchObject([
      {
        envelope: { topic: 'edge/device/things/live/messages/apply' },
        headers: { 'response-required': true, 'content-type': 'application/json' },
      },
    ]);
    expect(status).toBe(0);
  });

  it('sends nothing where it would destroy and nobody has agreed: what would be lost is named', async () => {
    const { url, changing } = await brokerWith(startEmbedded, gateway, goodApply, [
      'hello-world',
      'precious',
    ]);
    const { status, out } = await send('apply', url, ['--format', 'json', hello]);
    const { error, sent } = JSON.parse(out);
    expect(error).toMatchObject({
      code: 'not-confirmed',
      message: expect.stringMatching(/destroys 1 component of edge:device[\s\S]*containers:precious/),
      advice: expect.stringContaining('--yes'),
    });
    expect(sent).toBeNull();
    expect(changing()).toEqual([]);
    expect(status).toBe(8);
  });

  it('sends what would destroy with --yes, and asks the device nothing before', async () => {
    const { url, device } = await brokerWith(startEmbedded, gateway, goodApply, ['precious']);
    const { status } = await send('apply', url, ['--wait', '--yes', hello]);
    expect(device.heard.map(({ topic }) => topic.split('/').at(-1))).toEqual(['apply']);
    expect(status).toBe(0);
  });

  it('sends nothing where the device does not report what it runs, so that nobody can name what is lost', async () => {
    const { url, changing } = await brokerWith(startEmbedded, gateway, goodApply, 'nothing');
    const { status, out } = await send('apply', url, ['--format', 'json', hello]);
    expect(JSON.parse(out)).toMatchObject({
      sent: null,
      error: {
        code: 'not-confirmed',
        message: expect.stringMatching(/edge:device does not report what it runs[\s\S]*cannot be told/),
        advice: expect.stringContaining('--yes'),
      },
    });
    expect(changing()).toEqual([]);
    expect(status).toBe(8);
  });

  it('sends it to a device that does not report where --yes accepts what is lost', async () => {
    const { url, changing } = await brokerWith(startEmbedded, gateway, goodApply, 'nothing');
    const { status } = await send('apply', url, ['--wait', '--yes', hello]);
    expect(changing()).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('waits in vain for a device that is not there, and says what to check', async () => {
    const { url } = await brokerWith(startEmbedded, [], () => undefined);
    const { status, out } = await send('apply', url, ['--yes', '--timeout', '1s', '--format', 'json', hello]);
    expect(JSON.parse(out)).toMatchObject({
      accepted: null,
      finished: null,
      error: { code: 'response-timeout', advice: expect.stringContaining('online') },
    });
    expect(status).toBe(7);
  });
});

describe('kanto-manifest sends nothing', () => {
  async function refused(operation: string, argv: readonly string[], options?: RunOptions) {
    const { url, device } = await brokerWith(startEmbedded, ['command/#'], (command, it) =>
      it.say(...answerTo(command, 204)),
    );
    const { status, out } = await send(operation, url, ['--format', 'json', ...argv], options);
    const result = JSON.parse(out);
    expect(result.sent).toBeNull();
    expect(device.heard).toEqual([]);
    expect(status).toBe(result.error.code === 'not-confirmed' ? 8 : 1);
    return result.error;
  }

  it('where the manifest has errors, unless told to send it anyway', async () => {
    const faulty = 'examples/with-mistakes.desired-state.yaml';
    expect(await refused('apply', [faulty])).toMatchObject({
      code: 'manifest-has-errors',
      message: expect.stringContaining('containers:influxdb'),
    });
    const { url, changing } = await brokerWith(startEmbedded, gateway, goodApply);
    const { status, err } = await send('apply', url, ['--send-anyway', faulty]);
    expect(err).toBe('');
    expect(changing()).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('that would crash the device, whatever it is told', async () => {
    const input = JSON.stringify({ desiredState: { domains: [null] } });
    expect(await refused('apply', ['--send-anyway', '--yes', '-'], { input })).toMatchObject({
      code: 'manifest-refused',
      message: expect.stringContaining('crash'),
    });
  });

  it('of several manifests where it is not told which, or a number that there is not', async () => {
    expect(await refused('apply', ['-'], { input: several })).toMatchObject({
      code: 'manifest-refused',
      message: expect.stringContaining('2 manifests'),
    });
    expect(await refused('apply', ['--document', '3', '-'], { input: several })).toMatchObject({
      code: 'manifest-refused',
      message: expect.stringContaining('no manifest of the number 3'),
    });
  });

  it('where an error is silenced: the device knows nothing of the comment', async () => {
    const input = `# kanto-disable wrong-type\n${oneComponent('first').replace('"1"', '1')}`;
    expect(await refused('apply', ['-'], { input })).toMatchObject({
      code: 'manifest-has-errors',
      message: expect.stringContaining('that a setting or a comment silences'),
    });
  });

  it('where the file describes another operation', async () => {
    expect(await refused('apply', ['examples/remove.software-modules.yaml'])).toMatchObject({
      code: 'other-operation',
      advice: expect.stringContaining('kanto-manifest remove'),
    });
  });

  it('where the envelope names another device and nobody has agreed', async () => {
    const input = JSON.stringify({
      topic: 'edge/other/things/live/messages/apply',
      headers: { 'correlation-id': 'c' },
      path: '/features/UpdateManager/inbox/messages/apply',
      value: {
        activityId: 'a',
        desiredState: { domains: [{ id: 'containers', components: [{ id: 'x', version: '1' }] }] },
      },
    });
    expect(await refused('apply', ['-'], { input })).toMatchObject({
      code: 'not-confirmed',
      message: expect.stringContaining('edge/other/things/live/messages/apply'),
    });
  });

  it('that would leave the device empty and nobody has agreed', async () => {
    const input = JSON.stringify({ domains: [{ id: 'containers', components: [] }] });
    expect(await refused('apply', ['-'], { input })).toMatchObject({
      code: 'not-confirmed',
      message: expect.stringContaining('destroys every component'),
    });
  });

  it('to a broker that is not there', async () => {
    const { status, out } = await send('apply', 'mqtt://127.0.0.1:9', ['--format', 'json', hello]);
    expect(JSON.parse(out)).toMatchObject({ sent: null, error: { code: 'connection-refused' } });
    expect(status).toBe(3);
  });
});

describeWithMosquitto('kanto-manifest with a password', () => {
  const argv = (url: string, verbose: readonly string[]) => [
    ...['apply', '--connection', url, '--device', 'edge:device', '--username', 'ann', '--timeout', '20s'],
    ...['--format', 'json', ...verbose, hello],
  ];

  it('takes it from the environment and never shows it', async () => {
    const password = 'planted-secret-7391';
    const broker = await mosquitto({ users: { ann: password } });
    const access = { username: 'ann', password };
    await deviceOn(broker.url, gateway, goodApply, access);
    const { status, out, err } = await runCommandLine(argv(broker.url, ['--verbose', '--yes']), {
      env: { KANTO_PASSWORD: password },
    });
    expect(status).toBe(0);
    expect(err).toContain('command///req/');
    expect(out + err).not.toContain(password);
  });

  it('says that the broker refused it', async () => {
    const broker = await mosquitto({ users: { ann: 'right' } });
    const { status, out } = await runCommandLine(argv(broker.url, []), { env: { KANTO_PASSWORD: 'wrong' } });
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'credentials-refused' } });
    expect(status).toBe(4);
  });
});
