/** What `rollout` tells, in the form that was asked for. */
import type { Fault } from '../errors.ts';
import { deviceReport, type RolloutReport, rolloutReport } from '../rollout/report.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { totalsOf } from '../rollout/totals.ts';
import { isOutcome, type RolloutDevice, type RolloutEvent } from '../rollout/types.ts';
import { deviceLine, openLines, ownerWaitsWords, stateWords, sumWords } from '../words/rolloutWords.ts';
import { type ExitStatus, exitStatus } from './exit.ts';
import { inOptions } from './faults.ts';
import { junitOfRollout } from './formats/rolloutJunit.ts';
import { jsonLines, writeEnd, writeFault } from './jsonLines.ts';
import { liveLine } from './liveLine.ts';
import type { Output } from './output.ts';
import type { RolloutFormat } from './rolloutCall.ts';

export interface Telling {
  event(rollout: Rollout, event: RolloutEvent): void;
  /** Something that a person should know. */
  note(text: string): void;
  /** `rollout`: undefined where there was none yet. */
  end(
    rollout: Rollout | undefined,
    status: ExitStatus,
    fault: Fault | undefined,
    hint: string | undefined,
  ): void;
}

/** `terminal`: where a person follows it; `result`: what the output is written to, where it is known. */
export function tellingIn(
  format: RolloutFormat,
  output: Output,
  terminal: NodeJS.WriteStream | undefined,
  result?: NodeJS.WriteStream,
): Telling {
  switch (format) {
    case 'text':
      return inText(output, terminal, terminal?.isTTY === true && result?.isTTY === true);
    case 'jsonl':
      return inLines(output);
    case 'json':
      return atTheEnd(output, (rollout, fault) => {
        const report = rollout ? reportOf(rollout) : undefined;
        output.json({ ...report, ...(fault && { error: fault }) });
      });
    case 'junit':
      return atTheEnd(output, (rollout, fault) => {
        for (const line of junitOfRollout(rollout && reportOf(rollout), fault)) output.line(line);
      });
  }
}

/** `together`: one person sees what is told on the way and the result, one below the other. */
function inText(output: Output, terminal: NodeJS.WriteStream | undefined, together: boolean): Telling {
  const live = liveLine(output, terminal);
  const watched = terminal?.isTTY === true;
  /** What was told last, one device after the other. */
  const last: string[] = [];
  const tell = (line: string) => {
    last.push(line);
    live.above(line);
  };
  return {
    event(rollout, event) {
      const { waves } = rollout.summary;
      if (event.kind === 'state') live.above(stateWords(event.state, waves, event.time));
      else if (isNews(event)) {
        const device = inOwnWords(event.device);
        const { message: _, ...unexplained } = device;
        // In a log the result stands below, which says why.
        const isSaidBelow = !watched && openLines([device]).length > 0;
        tell(deviceLine(isSaidBelow ? unexplained : device));
      }
      const { kind } = rollout.state;
      if (kind === 'planning' || kind === 'running' || kind === 'pausing')
        live.show(`${goingOn(rollout)}  (Ctrl+C ${kind === 'pausing' ? 'leaves' : 'pauses'})`);
      else live.clear();
    },
    note: (text) => live.above(text),
    end(rollout, _, fault, hint) {
      live.clear();
      if (rollout) {
        const { devices, summary } = rollout;
        const open = openLines(devices.map(inOwnWords));
        if (!(together && areLast(open, last))) for (const line of open) output.line(line);
        output.line(`${rollout.name}: ${sumWords(summary)}`);
      }
      if (fault) output.note(`rollout: ${fault.message}\n${fault.advice}`);
      if (hint !== undefined) output.note(hint);
    },
  };
}

/** What became of the device, with options and commands of the command line in place of what an editor has. */
function inOwnWords(device: RolloutDevice): RolloutDevice {
  return device.message === undefined ? device : { ...device, message: inOptions(device.message) };
}

function reportOf({ id, name, state, summary, devices }: Rollout): RolloutReport {
  return rolloutReport({ id, name, state, summary, devices: devices.map(inOwnWords) });
}

/** Were these lines the last that were told? Who has just read them need not read them again. */
export function areLast(lines: readonly string[], told: readonly string[]): boolean {
  const last = told.slice(told.length - lines.length);
  return last.length === lines.length && lines.every((it) => last.includes(it));
}

function goingOn({ summary, devices }: Rollout): string {
  const owners = ownerWaitsWords(devices);
  return [sumWords(summary), ...(owners === undefined ? [] : [owners])].join(', ');
}

/** A device that has come to its end, or waits for a person; how each of many goes on nobody can read. */
function isNews({ device, before }: Extract<RolloutEvent, { kind: 'device' }>): boolean {
  if (device.ownerAsked !== undefined) return device.ownerAsked.command !== before.ownerAsked?.command;
  return isOutcome(device.phase) && device.phase !== before.phase;
}

function inLines(output: Output): Telling {
  const write = jsonLines(output);
  return {
    event(rollout, event) {
      if (event.kind === 'device') {
        if (isChange(event)) write('device', deviceReport(inOwnWords(event.device)));
      } else {
        write('state', { rollout: rollout.id, state: event.state, ...rollout.summary });
        if (event.state.kind === 'planned') write('totals', planned(rollout));
      }
    },
    note: (message) => write('note', { message }),
    end(rollout, status, fault, hint) {
      if (fault) writeFault(write, fault);
      if (rollout) write('summary', { rollout: rollout.id, state: rollout.state, ...rollout.summary });
      if (hint !== undefined) write('note', { message: hint });
      writeEnd(write, status);
    },
  };
}

function isChange({ device, before }: Extract<RolloutEvent, { kind: 'device' }>): boolean {
  const shown = ({ phase, status, message, components }: RolloutDevice) =>
    JSON.stringify([phase, status, message, components]);
  return shown(device) !== shown(before);
}

/** Names of devices alone: each of them has told of itself. */
function planned({ devices }: Rollout): object {
  const { destroyed, replaced, emptied, ...totals } = totalsOf(devices);
  const named = (losses: typeof destroyed) =>
    losses.map(({ component, devices: where }) => ({
      component,
      devices: where.map(({ device }) => device),
    }));
  return {
    ...totals,
    destroyed: named(destroyed),
    replaced: named(replaced),
    emptied: emptied.map(({ device }) => device),
  };
}

function atTheEnd(
  output: Output,
  end: (rollout: Rollout | undefined, fault: Fault | undefined) => void,
): Telling {
  return {
    event: (rollout, event) => {
      if (event.kind === 'state') output.note(stateWords(event.state, rollout.summary.waves, event.time));
    },
    note: (text) => output.note(text),
    end(rollout, _, fault, hint) {
      end(rollout, fault);
      if (hint !== undefined) output.note(hint);
    },
  };
}

/** How the whole has ended: what a device made of it before what was never sent to it. */
export function statusOfRollout({ state, summary: { sum } }: Rollout): ExitStatus {
  if (sum.failed > 0) return exitStatus.incomplete;
  if (sum.unknown > 0) return exitStatus.unheard;
  if (state.kind !== 'ended') return exitStatus.paused;
  if (sum.unreached > 0) return exitStatus.unreachable;
  return sum.held > 0 || sum.unplanned > 0 ? exitStatus.unconfirmed : exitStatus.done;
}
