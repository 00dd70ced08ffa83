/** What the real software-update said in each scenario, kept for machines that do not have it. */
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { comparable } from './agreement.ts';
import type { Scenario } from './scenario.ts';
import { stages } from './stage.ts';

export interface Exchange {
  readonly answers: readonly string[];
  readonly events: readonly string[];
  /** What the server of artifacts was asked for. */
  readonly asked: readonly string[];
}

/** Plays a scenario. */
export async function exchangeWith(
  kind: keyof typeof stages,
  { requisites = {}, run }: Scenario,
): Promise<Exchange> {
  const stage = await stages[kind](requisites);
  await run(stage);
  return { ...comparable(await stage.said()), asked: stage.artifacts.asked };
}

const file = new URL('../../fixtures/kanto/software-update.json.gz', import.meta.url);

/** By subject and name of the scenario. */
export type Recording = Readonly<Record<string, Exchange>>;

export async function readRecording(): Promise<Recording> {
  return JSON.parse(gunzipSync(await readFile(file)).toString('utf8'));
}

export async function writeRecording(recording: Recording): Promise<void> {
  await writeFile(file, gzipSync(JSON.stringify(recording), { level: 9 }));
}
