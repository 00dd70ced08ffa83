/** How a command that cannot go on says why, in the form that was asked for. */
import { type Fault, faultOf } from '../errors.ts';
import type { Call, ImportFormat, StreamFormat } from './call.ts';
import { type ExitStatus, exitStatus, statusOfFault } from './exit.ts';
import { inCallWords } from './faults.ts';
import { jsonLines, writeEnd, writeFault } from './jsonLines.ts';
import type { Output } from './output.ts';
import type { RolloutFormat } from './rolloutCall.ts';

interface Telling {
  readonly command: Call['command'];
  readonly format: StreamFormat | ImportFormat | RolloutFormat;
}

/** Tells what was thrown; returns the exit status. */
export function tellFailure(error: unknown, { command, format }: Telling, output: Output): ExitStatus {
  const told: Fault = inCallWords(faultOf(error, 'unexpected'));
  const status = statusOfFault(told, command);
  if (format === 'jsonl') {
    const write = jsonLines(output);
    writeFault(write, told);
    writeEnd(write, status);
  } else if (format === 'json') output.json({ error: told });
  else {
    const how = status === exitStatus.unconfirmed ? 'refused' : 'failed';
    output.note(`${command} ${how}: ${told.message}\n${told.advice}`);
  }
  return status;
}
