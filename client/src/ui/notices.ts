/** The few notifications there are, each with the way to the details. */
import { commands as editorCommands, window } from 'vscode';
import { type Fault, FaultError } from '../errors.ts';
import { commands } from './contributions.ts';
import type { Outcome } from './model/runWords.ts';

const showOutput = 'Show Output';
const setPassword = 'Set Password…';

/** Faults that another password may end. */
const passwordFaults: readonly string[] = ['credentials-refused', 'credentials-required', 'not-authorized'];

/** Resolves when the user has read it. A fault that the user brought about by cancelling is not shown. */
export async function showFault(fault: Fault, connection: string | undefined): Promise<void> {
  if (fault.code === 'cancelled') return;
  const offersPassword = connection !== undefined && passwordFaults.includes(fault.code);
  const answer = await window.showErrorMessage(
    `${fault.message} ${fault.advice}`,
    ...(offersPassword ? [setPassword] : []),
    showOutput,
  );
  if (answer === setPassword) await editorCommands.executeCommand(commands.setPassword, connection);
  if (answer === showOutput) await editorCommands.executeCommand(commands.showOutput);
}

export async function showOutcome({ severity, text }: Outcome): Promise<void> {
  const show = {
    information: window.showInformationMessage,
    warning: window.showWarningMessage,
    error: window.showErrorMessage,
  }[severity];
  if ((await show(text, showOutput)) === showOutput) {
    await editorCommands.executeCommand(commands.showOutput);
  }
}

/** For whatever else was thrown: a fault as a fault, anything else as what it is. */
export async function showError(error: unknown, connection?: string): Promise<void> {
  if (error instanceof FaultError) return showFault(error.fault, connection);
  await showOutcome({ severity: 'error', text: error instanceof Error ? error.message : String(error) });
}
