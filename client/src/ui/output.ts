/** The output channel Kanto: everything that is sent, answered and reported, readable at a glance. */
import { Disposable, LogLevel, type LogOutputChannel } from 'vscode';
import type { Device } from '../devices/device.ts';
import type { Engine } from '../engine.ts';
import type { UpdateRun } from '../updates/run.ts';
import { type LogLine, runLines } from '../words/runLog.ts';
import { connectionLine, consentLine, foreignUpdateLine, registryLine, wireLine } from './model/engineLog.ts';
import { keyOf } from './model/targets.ts';

/** Writes what the engine does into the channel until disposed. */
export function logEngine(engine: Engine, log: LogOutputChannel): Disposable {
  return Disposable.from(
    logRuns(engine, log),
    logConnections(engine, log),
    logForeignUpdates(engine, log),
    engine.onConsent((question) => {
      const line = consentLine(question);
      if (line !== undefined) write(log, line);
    }),
    engine.onWire((message) => {
      if (log.logLevel === LogLevel.Trace) log.trace(wireLine(message));
    }),
  );
}

const remembered = 100;

function logRuns(engine: Engine, log: LogOutputChannel): { dispose(): void } {
  const latest = new Map<string, UpdateRun>();
  return engine.onRun((run) => {
    const several = [...latest.values()].some((it) => it.id !== run.id && !isOver(it));
    for (const line of runLines(latest.get(run.id), run, { several })) write(log, line);
    latest.set(run.id, run);
    const oldest = [...latest.values()].find(isOver);
    if (latest.size > remembered && oldest !== undefined) latest.delete(oldest.id);
  });
}

function isOver(run: UpdateRun): boolean {
  return run.phase === 'finished' || run.phase === 'failed' || run.phase === 'abandoned';
}

function logConnections(engine: Engine, log: LogOutputChannel): { dispose(): void } {
  const told = new Map<string, LogLine>();
  const listings = new Map<string, LogLine>();
  return engine.onConnections(() => {
    for (const status of engine.connections) {
      const { name } = status.profile;
      const line = connectionLine(told.get(name), status);
      if (line !== undefined) {
        told.set(name, line);
        write(log, line);
      }
      const listed = registryLine(listings.get(name), status);
      if (listed === undefined) continue;
      listings.set(name, listed);
      write(log, listed);
    }
    const names = new Set(engine.connections.map(({ profile }) => profile.name));
    for (const name of [...told.keys()].filter((it) => !names.has(it))) {
      told.delete(name);
      listings.delete(name);
      write(log, { level: 'info', text: `○ ${name}  closed` });
    }
  });
}

function logForeignUpdates(engine: Engine, log: LogOutputChannel): { dispose(): void } {
  const latest = new Map<string, Device>();
  return engine.onDevices(({ connection, id }) => {
    const device = engine.device(connection, id);
    if (device?.lastUpdate === undefined) return;
    const key = keyOf({ connection, device: id });
    const isOwn = (activityId: string) => engine.runs.some((run) => run.activityId === activityId);
    const line = foreignUpdateLine(latest.get(key), device, isOwn);
    if (line !== undefined) write(log, line);
    latest.set(key, device);
  });
}

/** One line at the level that it deserves. */
function write(log: LogOutputChannel, { level, text }: LogLine): void {
  log[level](text);
}
