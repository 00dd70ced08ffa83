/** JSON Lines: one object for each event as it happens, with its name in `event`. The last one is `end`. */
import type { Fault } from '../errors.ts';
import { type ExitStatus, exitStatus } from './exit.ts';
import type { Output } from './output.ts';

export type WriteEvent = (event: string, content: object) => void;

export function jsonLines(output: Output): WriteEvent {
  return (event, content) =>
    output.line(JSON.stringify({ event, time: new Date().toISOString(), ...content }));
}

export function writeFault(write: WriteEvent, { code, message, advice }: Fault): void {
  write('error', { code, message, advice });
}

/** How the call ends. */
export function writeEnd(write: WriteEvent, status: ExitStatus): void {
  write('end', { status, ok: status === exitStatus.done });
}
