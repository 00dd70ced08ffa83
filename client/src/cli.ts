/** The command line: the same engine as the extension, without an editor. */
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { version } from '../../package.json';
import { createLanguageService } from '../../server/src/service.ts';
import { devices } from './cli/devices.ts';
import { processOutput } from './cli/output.ts';
import { type Ask, send } from './cli/send.ts';
import { simulate } from './cli/simulate.ts';
import { type Call, helpText, parseCall, UsageError, usageText } from './cli/usage.ts';
import { validate } from './cli/validate.ts';

async function run(call: Call, signal: AbortSignal): Promise<number> {
  const output = processOutput;
  switch (call.command) {
    case 'help':
      output.line(helpText.trimEnd());
      return 0;
    case 'version':
      output.line(version);
      return 0;
    case 'validate':
      return validate(createLanguageService(), call.files, call.format, output);
    case 'send':
      return send(call, createLanguageService(), output, terminalAsk(signal), signal);
    case 'devices':
      return devices(call, createLanguageService(), output, signal);
    case 'simulate':
      return simulate(call, output, signal);
  }
}

/** Only a person at a terminal can be asked. The question goes to standard error: the result stays clean. */
function terminalAsk(signal: AbortSignal): Ask {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return async (question) => {
    const terminal = createInterface({ input: stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
    } finally {
      terminal.close();
    }
  };
}

async function main(): Promise<number> {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
  try {
    return await run(parseCall(process.argv.slice(2)), interrupt.signal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    processOutput.note(`${error.message}\n\n${usageText(process.argv[2])}`);
    return 2;
  }
}

main().then((status) => {
  process.exitCode = status;
});
