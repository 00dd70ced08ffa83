/** Where the command line writes: results on standard output, everything else on standard error. */
export interface Output {
  /** A line of the result. */
  line(text: string): void;
  /** A text that is the result, as it is: it may be written into a file. */
  text(text: string): void;
  /** Progress, faults, the wire: what is not the result. */
  note(text: string): void;
}

export const processOutput: Output = {
  line: (text) => process.stdout.write(`${visible(text)}\n`),
  text: (text) => process.stdout.write(process.stdout.isTTY ? visible(text) : text),
  note: (text) => process.stderr.write(`${visible(text)}\n`),
};

/**
 * Devices and manifests must not command the terminal, nor turn its text around: characters that do are written as
 * JSON writes them, which changes no JSON text.
 */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (sign) =>
    sign === '\n' || sign === '\t' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The reader of the output has gone, as `head` does, or the disk is full: there is nobody to work for. */
export function exitWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`The output cannot be written: ${error.message}.\n`);
    process.exit(1);
  });
  process.stderr.on('error', () => process.exit(1));
}
