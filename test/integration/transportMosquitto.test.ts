/** What only a real broker can show: who may do what, who listens, TLS, WebSocket, lost connections. */
import { expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import type { WireMessage } from '../../client/src/transports/transport.ts';
import { type Certificates, certificatesOfFile } from './certificates.ts';
import {
  applyHello,
  containers,
  device,
  type EngineSetup,
  faultOf,
  installHello,
  request,
} from './engineUnderTest.ts';
import { deviceOn, engineOn, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto, type MosquittoOptions } from './mosquitto.ts';
import { answerTo, feedbackOf, goodApply, type Script, twinChange } from './scriptedDevice.ts';

const certificates = certificatesOfFile();

describeWithMosquitto('who listens', () => {
  it('says at once that nobody does, and where it looked', async () => {
    const { url } = await mosquitto();
    const engine = await engineOn({ url });
    await engine.connect('lab');
    const run = await engine.send(request(applyHello, { responseTimeout: 50_000 }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'no-listener' } });
    expect(run.sent.map(({ heard }) => heard)).toEqual([false, false, false]);
    expect(run.fault?.message).toContain(`command//${device}/req//apply`);
  });

  it('goes to the device form where a gateway does not listen', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, [`command//${device}/req/#`], goodApply);
    const engine = await engineOn({ url });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'finished', sent: [{ heard: false }, { heard: true }] });
  });

  it('keeps to the addressing that the settings name', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, [`command//${device}/req//apply`], goodApply);
    const engine = await engineOn({ url, profile: { addressing: 'gateway' } });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'no-listener' }, sent: [{ heard: false }] });
  });

  it('probes where somebody listens to everything and so hides that the device does not', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, ['#'], () => undefined);
    const documented: Script = async (command, it) => {
      const [, envelope] = answerTo(command, 204);
      await it.say(`command//${device}/res//apply`, envelope);
      await it.say('e', feedbackOf(device, String(command.value['activityId']), { status: 'COMPLETED' }));
    };
    await deviceOn(url, [`command//${device}/req//apply`], documented);
    const engine = await engineOn({ url });
    const run = await engine.send(request(applyHello, { responseTimeout: 8000 }));
    expect(run).toMatchObject({
      phase: 'finished',
      sent: [{ heard: true }, { heard: true }, { heard: true }],
    });
  });

  it('never sends an install twice to a thing that was heard', async () => {
    const { url } = await mosquitto();
    const kanto = await deviceOn(url, [`command//${containers}/req/#`], () => undefined);
    const engine = await engineOn({ url });
    await engine.connect('lab');
    const known = new Promise((resolve) => engine.onDevices(resolve));
    await kanto.say(`e/demo/${containers}`, twinChange(containers, '/features/SoftwareUpdatable', {}));
    await known;
    const run = await engine.send(request(installHello, { responseTimeout: 1000 }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
    expect(kanto.heard.map(({ topic }) => topic.split('/')[4])).toEqual([expect.stringMatching(/./)]);
  });

  it('never sends an install in the documented form to a real container-management', async () => {
    const { url } = await mosquitto();
    const engine = await engineOn({ url });
    await engine.connect('lab');
    const known = new Promise((resolve) => engine.onDevices(resolve));
    const kanto = await deviceOn(url, [], () => undefined);
    await kanto.say(`e/demo/${containers}`, twinChange(containers, '/features/Container:abc', {}));
    await known;
    const run = await engine.send(request(installHello));
    expect(run.fault?.code).toBe('no-listener');
    expect(run.sent.map(({ address }) => address.split('/')[4])).toEqual([expect.stringMatching(/./)]);
  });

  it('says what to check where a device hears but never answers', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, ['command///req/#'], () => undefined);
    const engine = await engineOn({ url });
    const run = await engine.send(request(applyHello, { responseTimeout: 1000 }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
    expect(run.fault?.message).toContain('somebody listens there');
    expect(run.fault?.advice).toContain('online');
  });
});

describeWithMosquitto('who may do what', () => {
  const users = { vscode: 'pl4nted-secret', device: 'd' };
  const deviceAccess = { username: 'device', password: 'd' };
  const reading = ['topic read command//+/res/#', 'topic read e/#', 'topic read edge/thing/response'];

  function wireOf(engine: Engine): readonly WireMessage[] {
    const wire: WireMessage[] = [];
    engine.onWire((message) => wire.push(message));
    return wire;
  }

  it('lets in with the right password, which is shown nowhere', async () => {
    const { url } = await mosquitto({ users });
    await deviceOn(url, ['command///req/#'], goodApply, deviceAccess);
    const engine = await engineOn({ url, profile: { username: 'vscode' }, password: users.vscode });
    const wire = wireOf(engine);
    const run = await engine.send(request(applyHello));
    expect(run.phase).toBe('finished');
    expect(JSON.stringify([wire, engine.runs, engine.connections, engine.devices('lab')])).not.toContain(
      'pl4nted',
    );
  });

  it.each([5, 4] as const)(
    'tells a wrong password, over MQTT version %i, without repeating it',
    async (protocolVersion) => {
      const { url } = await mosquitto({ users });
      const engine = await engineOn({
        url,
        profile: { username: 'vscode', protocolVersion },
        password: 'pl4nted-wrong',
      });
      const fault = await faultOf(engine.connect('lab'));
      expect(fault.code).toBe('credentials-refused');
      expect(JSON.stringify(fault)).not.toContain('pl4nted');
      expect(engine.connections[0]?.state.kind).toBe('disconnected');
      expect(await engine.send(request(applyHello))).toMatchObject({
        phase: 'failed',
        fault: { code: 'credentials-refused' },
      });
    },
  );

  it('tells that user and password are wanted', async () => {
    const { url } = await mosquitto({ users });
    const engine = await engineOn({ url });
    expect((await faultOf(engine.connect('lab'))).code).toBe('credentials-required');
  });

  it('sends no password in the clear to another machine', async () => {
    const engine = await engineOn({
      url: 'mqtt://broker.invalid',
      profile: { username: 'vscode' },
      password: 'pl4nted',
    });
    const fault = await faultOf(engine.connect('lab'));
    expect(fault.code).toBe('insecure-credentials');
    expect(JSON.stringify(fault)).not.toContain('pl4nted');
  });

  it('tells that the broker denies the topic (MQTT 5)', async () => {
    const acl = ['user device', 'topic readwrite #', 'user vscode', ...reading];
    const { url } = await mosquitto({ users, acl });
    const kanto = await deviceOn(url, ['command///req/#'], goodApply, deviceAccess);
    const engine = await engineOn({ url, profile: { username: 'vscode' }, password: users.vscode });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'not-authorized' } });
    expect(run.fault?.message).toContain('command///req/');
    expect(kanto.heard).toEqual([]);
  });

  it('applies with no more rights than a careful owner of the broker gives', async () => {
    const acl = [
      'user device',
      'topic readwrite #',
      'user vscode',
      'topic write command///req/+/apply',
      ...reading,
    ];
    const { url } = await mosquitto({ users, acl });
    await deviceOn(url, ['command///req/#'], goodApply, deviceAccess);
    const engine = await engineOn({ url, profile: { username: 'vscode' }, password: users.vscode });
    expect((await engine.send(request(applyHello))).phase).toBe('finished');
  });
});

describeWithMosquitto('TLS', () => {
  const listen = async (
    pair: Exclude<keyof Certificates, 'caFile' | 'encryptedClients'>,
    more: MosquittoOptions = {},
  ) => mosquitto({ scheme: 'mqtts', tls: certificates()[pair], ...more });
  const trusting = () => ({ tls: { caFile: certificates().caFile } });
  const failure = async (setup: EngineSetup) => (await faultOf((await engineOn(setup)).connect('lab'))).code;

  it.each(['mqtts', 'wss'] as const)(
    'connects over %s to a broker whose authority is known',
    async (scheme) => {
      const { url } = await listen('server', { scheme });
      const engine = await engineOn({ url, profile: trusting() });
      await engine.connect('lab');
      expect(engine.connections[0]?.state.kind).toBe('connected');
    },
  );

  it.each(['mqtts', 'wss'] as const)('tells over %s what is wrong with a certificate', async (scheme) => {
    expect(await failure({ url: (await listen('server', { scheme })).url })).toBe('tls-unknown-ca');
    expect(await failure({ url: (await listen('selfSigned', { scheme })).url })).toBe('tls-self-signed');
    expect(await failure({ url: (await listen('expired', { scheme })).url, profile: trusting() })).toBe(
      'tls-expired',
    );
    expect(await failure({ url: (await listen('otherHost', { scheme })).url, profile: trusting() })).toBe(
      'tls-wrong-host',
    );
  });

  it.each(['mqtts', 'wss'] as const)('takes over %s the server name of the settings', async (scheme) => {
    const { url } = await listen('otherHost', { scheme });
    const tls = { ...trusting().tls, serverName: 'broker.example.com' };
    const engine = await engineOn({ url, profile: { tls } });
    await engine.connect('lab');
    expect(engine.connections[0]?.state.kind).toBe('connected');
  });

  it('trusts a self-signed certificate that the user named', async () => {
    const { url } = await listen('selfSigned');
    const engine = await engineOn({ url, profile: { tls: { caFile: certificates().selfSigned.certFile } } });
    await engine.connect('lab');
  });

  it('shows a client certificate, and tells where one is wanted', async () => {
    const { server, caFile, client } = certificates();
    const { url } = await mosquitto({ scheme: 'mqtts', tls: { ...server, caFile } });
    expect(await failure({ url, profile: trusting() })).toBe('tls-client-certificate');
    const engine = await engineOn({ url, profile: { tls: { caFile, ...client } } });
    await engine.connect('lab');
  });

  it('tells a scheme that does not fit the port', async () => {
    const secure = await listen('server');
    const plain = await mosquitto();
    expect(await failure({ url: secure.url.replace('mqtts', 'mqtt') })).toBe('connection-closed');
    expect(await failure({ url: plain.url.replace('mqtt', 'mqtts') })).toMatch(
      /^(tls-not-spoken|connection-closed)$/,
    );
  });

  it('tells a file that cannot be read', async () => {
    expect(await failure({ url: 'mqtts://localhost', profile: { tls: { caFile: '/no/such/ca.pem' } } })).toBe(
      'tls-file-unreadable',
    );
  });
});

describeWithMosquitto('WebSocket', () => {
  it('carries commands as well', async () => {
    const { url } = await mosquitto({ scheme: 'ws' });
    await deviceOn(url, ['command///req/#'], goodApply);
    const engine = await engineOn({ url });
    expect((await engine.send(request(applyHello))).phase).toBe('finished');
  });
});
