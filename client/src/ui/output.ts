/** The output channel Kanto: everything that is sent, answered and reported, readable at a glance. */
import { Disposable, LogLevel, type LogOutputChannel } from 'vscode';
import type { LastUpdate } from '../devices/device.ts';
import type { Engine } from '../engine.ts';
import type { UpdateRun } from '../updates/run.ts';
import { type LogLine, runLines } from '../words/runLog.ts';
import {
  connectionLine,
  consentLine,
  foreignUpdateLine,
  leftOutLine,
  registryLine,
  wireLine,
} from './model/engineLog.ts';
import { LineBudget } from './model/lineBudget.ts';

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
    logMessages(engine, log),
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

function logForeignUpdates(engine: Engine, log: LogOutputChannel): Disposable {
  /** What was last heard of each device, by connection and id. */
  const latest = new Map<string, Map<string, LastUpdate>>();
  const budget = new LineBudget({
    ...foreignLines,
    tell: (lines) => log.info(leftOutLine('foreign', lines)),
  });
  const isOwn = (activityId: string) => engine.runs.some((run) => run.activityId === activityId);
  const listening = engine.onDevices(({ connection, id }) => {
    const ofConnection = latest.get(connection) ?? new Map<string, LastUpdate>();
    const device = engine.device(connection, id);
    const before = ofConnection.get(id);
    if (device?.lastUpdate === before) return;
    latest.set(connection, ofConnection);
    if (device?.lastUpdate === undefined) {
      ofConnection.delete(id);
      return;
    }
    ofConnection.set(id, device.lastUpdate);
    const line = foreignUpdateLine(before, device, isOwn);
    if (line !== undefined && budget.has(line.text.length)) write(log, line);
  });
  return Disposable.from(listening, budget);
}

/** Lines of a second, and their characters: whatever devices say, the log stays readable, and the editor quick. */
const foreignLines = { interval: 1000, lines: 100, characters: 100_000 };
const messageLines = { interval: 1000, lines: 1000, characters: 2_000_000 };

/** Every message, for the trace level only: to take the secrets out of each costs much. */
function logMessages(engine: Engine, log: LogOutputChannel): Disposable {
  const budget = new LineBudget({
    ...messageLines,
    tell: (lines, characters) => log.trace(leftOutLine('message', lines, characters)),
  });
  let listening: { dispose(): void } | undefined;
  const follow = () => {
    listening?.dispose();
    listening =
      log.logLevel === LogLevel.Trace
        ? engine.onWire((message) => {
            if (budget.has(message.raw.length)) log.trace(wireLine(message));
          })
        : undefined;
  };
  follow();
  return Disposable.from(budget, log.onDidChangeLogLevel(follow), { dispose: () => listening?.dispose() });
}

/** One line at the level that it deserves. */
function write(log: LogOutputChannel, { level, text }: LogLine): void {
  log[level](text);
}
