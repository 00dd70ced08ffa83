/**
 * Nothing secret in any log, export or error: secrets are planted wherever a person, a manifest, a device or a broker can
 * put one, and looked for in all that is shown.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import { deviceText, twinText } from '../../client/src/ui/model/deviceDocument.ts';
import { connectionLine, foreignUpdateLine, wireLine } from '../../client/src/ui/model/engineLog.ts';
import { differenceFrom } from '../../client/src/updates/afterApply.ts';
import { differencesOf } from '../../client/src/updates/confirm.ts';
import { makePlan, manifestText } from '../../client/src/updates/devicePlan.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { consentDetails } from '../../client/src/words/consentWords.ts';
import { planLog } from '../../client/src/words/planLines.ts';
import { driftDocument, planDocument } from '../../client/src/words/planWords.ts';
import { runDocument } from '../../client/src/words/runDocument.ts';
import { runLines } from '../../client/src/words/runLog.ts';
import { outcomeOf, progressWords } from '../../client/src/words/runWords.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { startEmbedded } from './brokers.ts';
import { runCommandLine } from './commandLine.ts';
import { device as deviceId, faultOf, request } from './engineUnderTest.ts';
import { deviceOn, engineOn, forThisTest, temporaryFolder } from './forThisTest.ts';
import {
  answerTo,
  feedbackOf,
  type HeardCommand,
  type Script,
  type ScriptedDevice,
  twinChange,
} from './scriptedDevice.ts';

/** In every secret, and in nothing else. */
const planted = 'pl4nted';

const manifest = `domains:
  - id: containers
    config:
      - {key: registryPassword, value: pl4nted-domain}
    components:
      - id: hello
        version: "1"
        config:
          - {key: image, value: "ann:pl4nted-image@registry.example/hello:1"}
          - {key: env, value: "DB=pl4nted-env"}
          - {key: cmd, value: "--token"}
          - {key: cmd, value: pl4nted-cmd}
          - {key: cmd, value: "--password=pl4nted-option"}
          - {key: env, value: "ADMIN_PASSWORD=pl4nted \\"<shapeless>\\""}
`;

/** What a device says of a download that fails, with all that it was told. */
const complaint =
  'cannot log in with pl4nted "<shapeless>" or pl4nted-cmd, cannot pull ann:pl4nted-image@registry.example/hello:1: GET https://ann:pl4nted-url@host?token=pl4nted-query: 401, --token pl4nted-cmd, Authorization: Bearer pl4nted-bearer';
const rejection = 'invalid environmental variable declaration provided : DB=pl4nted-env with spaces pl4nted';

const inventory = {
  softwareNodes: [
    { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
    {
      id: 'containers:hello',
      version: '0',
      parameters: [
        { key: 'image', value: 'ann:pl4nted-image@registry.example/hello:0' },
        { key: 'env', value: 'DB=pl4nted-reported' },
        { key: 'env', value: 'OTHER=pl4nted-other' },
        { key: 'cmd', value: '--token' },
        { key: 'cmd', value: 'pl4nted-cmd-reported' },
      ],
    },
  ],
};

const isRefresh = ({ topic }: HeardCommand) => topic.endsWith('/refresh');

async function report(command: HeardCommand, device: ScriptedDevice): Promise<void> {
  const value = { activityId: String(command.value['activityId']), timestamp: 1, inventory };
  await device.say('e', twinChange(deviceId, '/features/UpdateManager/properties', value));
}

/** Takes an apply and repeats in all that it says what it should keep to itself. */
const talkative: Script = async (command, device) => {
  await device.say(...answerTo(command, 204));
  if (isRefresh(command)) return report(command, device);
  const activityId = String(command.value['activityId']);
  const action = { component: { id: 'containers:hello', version: '1' }, status: 'UPDATE_FAILURE' };
  const failed = { actions: [{ ...action, message: complaint }], message: rejection };
  await device.say('e', {
    ...feedbackOf(deviceId, activityId, {}),
    headers: { 'correlation-id': 'asked', 'response-required': true },
    path: '/features/UpdateManager/outbox/messages/consent',
    value: { activityId, ownerConsent: { command: 'DOWNLOAD' } },
  });
  await device.say('e', feedbackOf(deviceId, activityId, { status: 'RUNNING', ...failed }));
  await device.say('e', feedbackOf(deviceId, 'of another', { status: 'RUNNING', ...failed }));
  await device.say(
    'e',
    twinChange(deviceId, '/features/Container:1/properties/status', {
      name: 'x',
      config: { env: ['A=pl4nted'] },
    }),
  );
  await device.say('e', `no JSON, but password=pl4nted-raw and "key":"env","value":"A=pl4nted-raw"`);
  await device.say('e', feedbackOf(deviceId, activityId, { status: 'INCOMPLETE', ...failed }));
  await report(command, device);
};

const rejecting: Script = async (command, device) => {
  if (isRefresh(command)) {
    await device.say(...answerTo(command, 204));
    return report(command, device);
  }
  await device.say(
    ...answerTo(command, 400, { status: 400, error: 'messages:error', message: `${rejection} ${complaint}` }),
  );
};

/** Repeats of an update that somebody else has sent what this one holds too, before this one is sent. */
const takenByAnother: Script = async (command, device) => {
  if (isRefresh(command)) await device.say('e', feedbackOf(deviceId, 'of another', { message: complaint }));
  return talkative(command, device);
};

async function deviceThat(script: Script) {
  const broker = await forThisTest(startEmbedded());
  await deviceOn(broker.url, ['command///req/#'], script);
  return broker.url;
}

/** Everything that the extension writes or shows of what the engine does, as long as it does it. */
function overheard(engine: Engine): string[] {
  const shown: string[] = [];
  let last: UpdateRun | undefined;
  engine.onWire((message) => shown.push(wireLine(message)));
  engine.onRun((run) => {
    shown.push(...runLines(last, run, { several: true }).map(({ text }) => text));
    shown.push(progressWords(run), outcomeOf(run, 'hello').text, runDocument(run, Date.now()));
    // What was sent, and from what, is kept with its secrets: for sending it again and undoing it.
    const { envelope: _, manifest: _manifest, before: _before, ...record } = run;
    shown.push(JSON.stringify(record));
    last = run;
  });
  engine.onConsent((it) => shown.push(...consentDetails(it, Date.now()), JSON.stringify(it)));
  engine.onConnections(() => {
    for (const status of engine.connections) shown.push(connectionLine(undefined, status)?.text ?? '');
  });
  engine.onDevices(({ connection, id }) => {
    const device = engine.device(connection, id);
    if (device === undefined) return;
    shown.push(deviceText(device, false), JSON.stringify(device));
    shown.push(foreignUpdateLine(undefined, device, () => false)?.text ?? '');
    const twin = engine.shownTwin(connection, id);
    if (twin !== undefined) shown.push(twinText(device, twin, 'things'));
  });
  return shown;
}

const service = createLanguageService();
const described = () =>
  service.describe({ text: manifest, format: 'yaml', file: 'hello.desired-state.yaml' });

async function engineWith(url: string) {
  return engineOn({
    url: `${url}`,
    profile: { username: 'ann' },
    password: 'pl4nted-password',
    describe: async (text, target) => service.describe({ text, format: 'json', target }),
    differences: async (sent, now) => {
      const text = { text: JSON.stringify(sent), format: 'json' } as const;
      return differencesOf(await differenceFrom({ manifest: text }, now, async (it) => service.plan(it)));
    },
  });
}

function withoutSecrets(shown: readonly string[]): void {
  expect(shown.filter((text) => text.includes(planted))).toEqual([]);
}

describe('nothing secret is shown by the extension', () => {
  it.each([
    ['an update that fails', talkative, 'INCOMPLETE'],
    ['an update that is rejected', rejecting, 'rejected-by-device'],
  ])('of %s', async (_, script, end) => {
    const engine = await engineWith(await deviceThat(script));
    const shown = overheard(engine);
    const run = await engine.send(request(described(), { subject: 'hello' }));
    expect(run.finished?.status ?? run.fault?.code).toBe(end);
    await engine.confirmed(run.id, 15_000);
    shown.push(JSON.stringify(run.fault ?? {}), JSON.stringify(engine.devices('lab')));
    expect(shown.join()).toContain('DB=•••');
    withoutSecrets(shown);
  });

  it('of a plan and of a drift', async () => {
    const engine = await engineWith(await deviceThat(talkative));
    const shown = overheard(engine);
    const plan = await makePlan({ connection: 'lab', device: deviceId }, manifestText(described()), {
      inventory: () =>
        engine.inventory({
          connection: 'lab',
          device: deviceId,
          responseTimeout: 15_000,
          updateTimeout: 15_000,
        }),
      plan: async (params) => service.plan(params),
    });
    const { manifest: _, ...kept } = plan;
    shown.push(
      ...planLog(plan),
      planDocument({ plan, name: 'hello' }),
      driftDocument({ plan, name: 'hello' }),
      JSON.stringify(kept),
    );
    expect(shown.join()).toContain('1 to replace');
    withoutSecrets(shown);
  });

  it('of a broker that cannot be reached, whose address holds a token', async () => {
    const engine = await engineOn({ url: 'ws://127.0.0.1:9/mqtt?token=pl4nted&sig=pl4nted' });
    const shown = overheard(engine);
    shown.push(JSON.stringify(await faultOf(engine.connect('lab'))));
    for await (const step of engine.examine('lab', {})) shown.push(JSON.stringify(step));
    expect(shown.join()).toContain('127.0.0.1:9');
    withoutSecrets(shown);
  });
});

describe('nothing secret is shown by the command line', () => {
  async function manifestFile(): Promise<string> {
    const file = join(await temporaryFolder(), 'hello.desired-state.yaml');
    await writeFile(file, manifest);
    return file;
  }

  const env = { KANTO_PASSWORD: 'pl4nted-password', KANTO_KEY_PASSPHRASE: 'pl4nted-passphrase' };
  const about = (url: string) => [
    '--connection',
    url,
    '--device',
    deviceId,
    '--username',
    'ann',
    '--timeout',
    '5s',
  ];

  it.each([
    ['apply', talkative, ['--wait', '--yes', '--send-anyway']],
    ['apply', rejecting, ['--wait', '--yes', '--send-anyway']],
    ['apply', talkative, ['--wait', '--send-anyway']],
    ['apply', takenByAnother, ['--wait', '--send-anyway']],
    ['plan', talkative, []],
    ['validate', talkative, []],
  ])('by %s, whatever its format', async (command, script, options) => {
    const url = await deviceThat(script);
    const file = await manifestFile();
    const verbose = command === 'apply' ? ['--verbose'] : [];
    const target = command === 'validate' ? [] : about(url);
    const results = await Promise.all([
      runCommandLine([command, ...target, ...options, ...verbose, file], { env }),
      runCommandLine([command, ...target, ...options, '--format', 'json', file], { env }),
    ]);
    expect(results.every(({ out, err }) => (out + err).length > 50)).toBe(true);
    withoutSecrets(results.flatMap(({ out, err }) => [...out.split('\n'), ...err.split('\n')]));
  });

  it('by doctor, devices and refresh', async () => {
    const url = await deviceThat(talkative);
    const connection = ['--connection', url, '--username', 'ann', '--format', 'json'];
    const results = await Promise.all([
      runCommandLine(['doctor', ...connection, '--device', deviceId], { env }),
      runCommandLine(['devices', ...connection, '--timeout', '2s'], { env }),
      runCommandLine(['refresh', ...connection, '--device', deviceId, '--wait', '--verbose'], { env }),
    ]);
    withoutSecrets(results.flatMap(({ out, err }) => [out, err]));
  });

  it('nor repeated from a call that is wrong', async () => {
    const results = await Promise.all([
      runCommandLine(['refresh', '--connection', 'mqtt://ann:pl4nted@127.0.0.1:9', '--device', deviceId]),
      runCommandLine(['refresh', '--connection', 'mqtt://ann:pl4nted@[bad', '--device', deviceId]),
      runCommandLine([
        'refresh',
        '--password',
        'pl4nted',
        '--connection',
        'mqtt://127.0.0.1:9',
        '--device',
        deviceId,
      ]),
      runCommandLine([
        'refresh',
        '--password=pl4nted',
        '--connection',
        'mqtt://127.0.0.1:9',
        '--device',
        deviceId,
      ]),
    ]);
    expect(results.map(({ status }) => status)).not.toContain(0);
    withoutSecrets(results.flatMap(({ out, err }) => [out, err]));
  });
});
