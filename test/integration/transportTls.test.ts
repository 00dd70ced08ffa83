/** Whom a connection trusts, and what it shows of itself, before anything secret leaves this machine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CleanUp } from './brokers.ts';
import { type Certificates, makeCertificates, passphrase } from './certificates.ts';
import { type EngineSetup, faultOf, startEngine } from './engineUnderTest.ts';
import { describeWithMosquitto, type MosquittoOptions, startMosquitto } from './mosquitto.ts';

const cleanUp = new CleanUp();
afterEach(() => cleanUp.run());

let certificates: Certificates;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kanto-certificates-'));
  certificates = await makeCertificates(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function broker(options?: MosquittoOptions) {
  const started = await startMosquitto(options);
  cleanUp.add(() => started.kill());
  return started;
}

async function engineOn(setup: EngineSetup) {
  const engine = await startEngine(setup);
  cleanUp.add(() => engine.dispose());
  return engine;
}

describeWithMosquitto('an encrypted client key', () => {
  const wanting = () =>
    broker({ scheme: 'mqtts', tls: { ...certificates.server, caFile: certificates.caFile } });
  const settings = (url: string, which: number): EngineSetup => {
    const { caFile, encryptedClients } = certificates;
    return { url, profile: { tls: { caFile, ...encryptedClients[which] } } };
  };

  it.each([0, 1])('is opened by its pass-phrase (%i)', async (which) => {
    const { url } = await wanting();
    const engine = await engineOn({ ...settings(url, which), passphrase });
    await engine.connect('lab');
    expect(engine.connections[0]?.state.kind).toBe('connected');
  });

  it.each([
    ['passphrase-refused', 'wrong-7742'],
    ['passphrase-required', undefined],
  ])('ends in %s where the pass-phrase is %s, before anything is sent', async (code, given) => {
    const engine = await engineOn({
      ...settings('mqtts://nosuch.invalid', 0),
      ...(given !== undefined && { passphrase: given }),
    });
    const fault = await faultOf(engine.connect('lab'));
    expect(fault.code).toBe(code);
    expect(JSON.stringify(fault)).not.toContain('wrong-7742');
  });

  it('is not asked about where the key is not encrypted', async () => {
    const { url } = await wanting();
    const { caFile, client } = certificates;
    let asked = 0;
    const engine = await engineOn({
      url,
      profile: { tls: { caFile, ...client } },
      onPassphrase: () => {
        asked += 1;
      },
    });
    await engine.connect('lab');
    expect(asked).toBe(0);
  });
});
