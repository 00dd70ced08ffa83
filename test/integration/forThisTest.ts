/** What a test starts is ended with it, the last first. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import { type EngineSetup, startEngine } from './engineUnderTest.ts';
import { type Mosquitto, type MosquittoOptions, startMosquitto } from './mosquitto.ts';
import { type ScriptedDevice, startScriptedDevice } from './scriptedDevice.ts';

export async function forThisTest<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  onTestFinished(async () => {
    await started.stop();
  });
  return started;
}

export async function mosquitto(options?: MosquittoOptions): Promise<Mosquitto> {
  const started = await startMosquitto(options);
  onTestFinished(() => started.kill());
  return started;
}

export function deviceOn(...args: Parameters<typeof startScriptedDevice>): Promise<ScriptedDevice> {
  return forThisTest(startScriptedDevice(...args));
}

/** An engine that is not connected yet. */
export async function engineOn(setup: EngineSetup): Promise<Engine> {
  const engine = await startEngine(setup);
  onTestFinished(() => engine.dispose());
  return engine;
}

export async function connectedEngine(setup: EngineSetup): Promise<Engine> {
  const engine = await engineOn(setup);
  await engine.connect('lab');
  return engine;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
