/** Where the command line writes: results on standard output, everything else on standard error. */
import { printed, printedCommand, printedLine } from './printed.ts';

export interface Output {
  /** A line of the result. */
  line(text: string): void;
  /** Several lines of the result. */
  lines(text: string): void;
  /** The result as JSON, for people to read, too. */
  json(value: unknown): void;
  /** A line of the result that is meant to be a command of GitHub Actions. */
  command(text: string): void;
  /** A text that is the result, as it is: it may be written into a file. */
  text(text: string): void;
  /** Progress, faults, the wire: what is not the result. May have several lines. */
  note(text: string): void;
}

export const processOutput: Output = outputTo(process.stdout, process.stderr);

interface Place {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Everything that is printed goes through here. */
export function outputTo(result: Place, notes: Pick<Place, 'write'>): Output {
  return {
    line: (text) => result.write(`${printedLine(text)}\n`),
    lines: (text) => result.write(`${printed(text)}\n`),
    json: (value) => result.write(`${printed(JSON.stringify(value, null, 2))}\n`),
    command: (text) => result.write(`${printedCommand(text)}\n`),
    text: (text) => result.write(result.isTTY ? printed(text) : text),
    note: (text) => notes.write(`${printed(text)}\n`),
  };
}

/** The reader of the output has gone, as `head` does, or the disk is full: there is nobody to work for. */
export function exitWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`The output cannot be written: ${error.message}.\n`);
    process.exit(1);
  });
  process.stderr.on('error', () => process.exit(1));
}
