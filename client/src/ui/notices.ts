/** The few notifications there are, each with the way to the details. */
import { t } from '@vscode/l10n';
import { commands as editorCommands, type LogOutputChannel, window } from 'vscode';
import { type Fault, type FaultCode, FaultError } from '../errors.ts';
import { canBeUndone } from '../history/undo.ts';
import type { UpdateRun } from '../updates/run.ts';
import { isStopped, type Outcome, outcomeOf } from '../words/runWords.ts';
import { withoutLinks } from '../words/visible.ts';
import { plainText } from '../words/words.ts';
import { type CommandId, commands, type NotificationKind } from './contributions.ts';
import { hiddenNotifications } from './settings.ts';
import { tellUnasked } from './unasked.ts';

const showOutput = () => t('Show Output');
const setPassword = () => t('Set Password…');

/** Faults that another password or pass-phrase may end. */
const passwordFaults: readonly FaultCode[] = [
  'credentials-refused',
  'credentials-required',
  'not-authorized',
  'passphrase-refused',
  'registry-refused',
];

/** What may mend a fault, beside what its code offers. */
export interface Remedy {
  readonly title: string;
  readonly run: () => Promise<void>;
}

export class Notices {
  readonly #log: LogOutputChannel;

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  /** The end of an update; the log has it already. Resolves when the user has read it. */
  async end(run: UpdateRun, subject: string): Promise<void> {
    const { severity, text } = outcomeOf(run, subject);
    // What went otherwise than wanted is told in any case.
    if (severity === 'information' && hiddenNotifications().includes('updateEnd')) return;
    const way = (title: string, command: CommandId): Remedy => ({
      title,
      run: async () => {
        await editorCommands.executeCommand(command, run.id);
      },
    });
    const isOfferedBack = run.finished !== undefined && canBeUndone(run);
    await this.#show(severity, text, run.fault?.code, run.connection, [
      way(t('Show Run'), commands.showRun),
      ...(isOfferedBack ? [way(t('Undo…'), commands.undoRun)] : []),
    ]);
  }

  async #show(
    severity: Outcome['severity'],
    text: string,
    code: FaultCode | undefined,
    connection: string | undefined,
    remedies: readonly Remedy[] = [],
  ): Promise<void> {
    const show = {
      information: window.showInformationMessage,
      warning: window.showWarningMessage,
      error: window.showErrorMessage,
    }[severity];
    const offersPassword = connection !== undefined && code !== undefined && passwordFaults.includes(code);
    const answers = [
      ...(offersPassword ? [setPassword()] : []),
      ...remedies.map(({ title }) => title),
      showOutput(),
    ];
    const answer = await show(withoutLinks(plainText(text)), ...answers);
    await remedies.find(({ title }) => title === answer)?.run();
    if (answer === setPassword()) await editorCommands.executeCommand(commands.setPassword, connection);
    if (answer === showOutput()) this.#log.show(true);
  }

  /** What happened without the user's doing; the log has it already. Resolves when the user has read it. */
  async warning(kind: NotificationKind, text: string, remedy: Remedy): Promise<void> {
    const answer = await tellUnasked(kind, 'warning', plainText(text), remedy.title, showOutput());
    if (answer === remedy.title) await remedy.run();
    if (answer === showOutput()) this.#log.show(true);
  }

  /** Whatever was thrown: into the log and before the user, but not where the user brought it about by cancelling. */
  async error(error: unknown, connection?: string, remedy?: Remedy): Promise<void> {
    if (error instanceof FaultError) return this.#fault(error.fault, connection, remedy);
    this.log(error);
    const text = error instanceof Error ? error.message : String(error);
    await this.#show('error', text, undefined, connection);
  }

  /** For what fails where nobody waits for it. */
  log(error: unknown): void {
    this.#log.error(error instanceof Error ? error : String(error));
  }

  async #fault(fault: Fault, connection: string | undefined, remedy: Remedy | undefined): Promise<void> {
    const text = plainText(`${fault.message} ${fault.advice}`);
    if (isStopped(fault)) {
      this.#log.info(text);
      return;
    }
    this.#log.error(text);
    await this.#show('error', text, fault.code, connection, remedy && [remedy]);
  }
}
