/** The few notifications there are, each with the way to the details. */
import { commands as editorCommands, type LogOutputChannel, window } from 'vscode';
import { type Fault, FaultError } from '../errors.ts';
import { isStopped, type Outcome } from '../words/runWords.ts';
import { plainText } from '../words/words.ts';
import { commands } from './contributions.ts';

const showOutput = 'Show Output';
const setPassword = 'Set Password…';

/** Faults that another password may end. */
const passwordFaults: readonly string[] = ['credentials-refused', 'credentials-required', 'not-authorized'];

export class Notices {
  readonly #log: LogOutputChannel;

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  /** The end of an update; the log has it already. Resolves when the user has read it. */
  async outcome({ severity, text }: Outcome): Promise<void> {
    const show = {
      information: window.showInformationMessage,
      warning: window.showWarningMessage,
      error: window.showErrorMessage,
    }[severity];
    if ((await show(plainText(text), showOutput)) === showOutput) this.#log.show(true);
  }

  /** Whatever was thrown: into the log and before the user, but not where the user brought it about by cancelling. */
  async error(error: unknown, connection?: string): Promise<void> {
    if (error instanceof FaultError) return this.#fault(error.fault, connection);
    this.log(error);
    await this.outcome({ severity: 'error', text: error instanceof Error ? error.message : String(error) });
  }

  /** For what fails where nobody waits for it. */
  log(error: unknown): void {
    this.#log.error(error instanceof Error ? error : String(error));
  }

  async #fault(fault: Fault, connection: string | undefined): Promise<void> {
    const text = plainText(`${fault.message} ${fault.advice}`);
    if (isStopped(fault)) {
      this.#log.info(text);
      return;
    }
    this.#log.error(text);
    const offersPassword = connection !== undefined && passwordFaults.includes(fault.code);
    const answer = await window.showErrorMessage(text, ...(offersPassword ? [setPassword] : []), showOutput);
    if (answer === setPassword) await editorCommands.executeCommand(commands.setPassword, connection);
    if (answer === showOutput) this.#log.show(true);
  }
}
