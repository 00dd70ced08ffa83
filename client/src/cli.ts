/** The command line: the same engine as the extension, without an editor. */
import { version } from '../../package.json';
import { createLanguageService, type LanguageService } from '../../server/src/service.ts';
import { UsageError } from './cli/arguments.ts';
import type { Call } from './cli/call.ts';
import { completion } from './cli/completion.ts';
import { configuredService } from './cli/configuration.ts';
import { convert } from './cli/convert.ts';
import { devices } from './cli/devices.ts';
import { doctor } from './cli/doctor.ts';
import { drift } from './cli/drift.ts';
import { usageStatus } from './cli/exit.ts';
import { tellFailure } from './cli/failure.ts';
import { helpText, usageText } from './cli/help.ts';
import { importDevice } from './cli/import.ts';
import { pauseThenLeave } from './cli/interrupts.ts';
import { exitWithoutReader, processOutput } from './cli/output.ts';
import { parseCall } from './cli/parseCall.ts';
import { isOfflineCommand } from './cli/parseOffline.ts';
import { plan } from './cli/plan.ts';
import { rules, schema } from './cli/reference.ts';
import { rollout } from './cli/rollout.ts';
import { send } from './cli/send.ts';
import { simulate } from './cli/simulate.ts';
import { terminalAsk } from './cli/terminal.ts';
import { validate } from './cli/validate.ts';
import { faultOf } from './errors.ts';

async function run(call: Call, signal: AbortSignal): Promise<number> {
  const output = processOutput;
  switch (call.command) {
    case 'help':
      output.text(helpText(call.about));
      return 0;
    case 'version':
      output.line(version);
      return 0;
    case 'validate':
      return validate(call, output);
    case 'convert':
      return convert(call, output);
    case 'schema':
      return schema(call, output);
    case 'rules':
      return rules(call, output);
    case 'completion':
      return completion(call, output);
    case 'plan':
      return configured(call, call.file, (service) => plan(call, service, output, signal));
    case 'drift':
      return configured(call, call.file, (service) => drift(call, service, output, signal));
    case 'import':
      return configured(call, call.output, (service) =>
        importDevice(call, service, output, terminalAsk(signal), signal),
      );
    case 'send':
      return configured(call, call.file, (service) =>
        send(call, service, output, terminalAsk(signal), signal),
      );
    case 'rollout': {
      const interrupts = pauseThenLeave();
      return configured(call, call.file, (service) =>
        rollout(call, service, output, terminalAsk(interrupts.pausing), interrupts),
      );
    }
    case 'devices':
      return devices(call, createLanguageService(), output, signal);
    case 'doctor':
      return doctor(call, output, signal);
    case 'simulate':
      return simulate(call, output, signal);
  }
}

type ConfiguredCall = Extract<Call, { readonly command: 'plan' | 'drift' | 'import' | 'send' | 'rollout' }>;

/** Runs with the service as the configuration of the file wants it. */
async function configured(
  call: ConfiguredCall,
  file: string | undefined,
  work: (service: LanguageService) => Promise<number>,
): Promise<number> {
  const output = processOutput;
  const { command, format } = call;
  let service: LanguageService;
  try {
    service = await configuredService(call.configuration, file);
  } catch (error) {
    return tellFailure(error, { command, format }, output);
  }
  return work(service);
}

/** A rollout pauses first. */
const endsOtherwise: readonly Call['command'][] = ['help', 'version', 'rollout'];

/** What talks to others is ended in order by Ctrl+C; what only reads is ended at once, as the shell does it. */
function interruptOf({ command }: Call): AbortSignal {
  const interrupt = new AbortController();
  if (isOfflineCommand(command) || endsOtherwise.includes(command)) return interrupt.signal;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      interrupt.abort();
      // What cannot be ended (a pipe that nobody opens) must not hold the program.
      setTimeout(() => process.kill(process.pid, name), 3000).unref();
    });
  }
  return interrupt.signal;
}

async function main(): Promise<number> {
  exitWithoutReader();
  try {
    const call = parseCall(process.argv.slice(2));
    return await run(call, interruptOf(call));
  } catch (error) {
    if (error instanceof UsageError) {
      processOutput.note(`${error.message}\n\n${usageText(process.argv[2])}`);
      return usageStatus(process.argv[2]);
    }
    const { message, advice } = faultOf(error, 'unexpected');
    processOutput.note(`${message}\n${advice}\n${error instanceof Error ? error.stack : ''}`);
    return 1;
  }
}

main().then((status) => {
  process.exitCode = status;
});
