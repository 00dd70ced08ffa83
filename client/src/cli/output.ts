/** Where the command line writes: results on standard output, everything else on standard error. */
export interface Output {
  /** A line of the result. */
  line(text: string): void;
  /** Progress, faults, the wire: what is not the result. */
  note(text: string): void;
}

export const processOutput: Output = {
  line: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
};
