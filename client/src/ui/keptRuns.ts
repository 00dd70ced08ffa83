/** Runs for commands: which one is meant, and what is known of it. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, window } from 'vscode';
import type { Engine } from '../engine.ts';
import type { History, KeptRun } from '../history/history.ts';
import type { UpdateRun } from '../updates/run.ts';
import { endWords, unreadableWords } from '../words/historyWords.ts';
import { dateAndTime } from '../words/times.ts';
import { withoutIcons, withoutLinks } from '../words/visible.ts';
import { target as targetWords } from '../words/words.ts';
import { ownerIn } from './driftWatch.ts';
import { isRunElement } from './model/historyRows.ts';
import type { KnownRuns } from './model/knownRuns.ts';
import { shownRun } from './runDocuments.ts';

export interface KeptRunParts {
  readonly engine: Engine;
  readonly history: History;
  readonly known: KnownRuns;
}

/**
 * The run that a command is about. `subject`: its id, its row, the tab of its document, or anything else: then the user is asked.
 * Undefined where the user gives up, where there is none to choose, or it cannot be read, which is then said. `none`: in these
 * words.
 */
export async function meantRun(
  { history, known }: KeptRunParts,
  subject: unknown,
  title: string,
  which: (run: KeptRun) => boolean = () => true,
  none = t('The history of this workspace has no such run.'),
): Promise<UpdateRun | undefined> {
  const id = idOf(subject) ?? (await pickRun(history, title, which, none))?.id;
  if (id === undefined) return undefined;
  const reading = await known.read(id);
  if (reading.kind === 'found') return reading.run;
  void window.showInformationMessage(unreadableWords(reading));
  return undefined;
}

function idOf(subject: unknown): string | undefined {
  if (typeof subject === 'string') return subject;
  return isRunElement(subject) ? subject.run.id : shownRun(subject);
}

interface Item extends QuickPickItem {
  readonly run: KeptRun;
}

/** Of those that can be read, the latest first. */
async function pickRun(
  history: History,
  title: string,
  which: (run: KeptRun) => boolean,
  none: string,
): Promise<KeptRun | undefined> {
  await history.load();
  const items = history.runs
    .filter((run) => !run.locked && which(run))
    .toReversed()
    .map(
      (run): Item => ({
        label: withoutIcons(run.subject ?? run.operation),
        description: withoutIcons(targetWords(run.device, run.connection)),
        detail: withoutIcons(`${dateAndTime(run.started)}  ${endWords(run)}`),
        run,
      }),
    );
  if (items.length === 0) {
    void window.showInformationMessage(none);
    return undefined;
  }
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(items, options))?.run;
}

/** Whose devices the connection led to when the run was sent. */
export function ownerOfRun({ engine, history }: KeptRunParts, run: UpdateRun): string | undefined {
  const kept = history.runs.find(({ id }) => id === run.id);
  return kept === undefined ? ownerIn(engine, run.connection) : kept.owner;
}

/** False where the connection is gone or leads elsewhere by now; then the user has been told. */
export function leadsToSame(parts: KeptRunParts, run: UpdateRun): boolean {
  const owner = ownerOfRun(parts, run);
  if (owner !== undefined && owner === ownerIn(parts.engine, run.connection)) return true;
  void window.showWarningMessage(
    withoutLinks(
      t(
        'The connection {0} is gone, or leads to another broker, user or tenant than when this was sent: {1} may mean another device there. Nothing was sent.',
        run.connection,
        run.device,
      ),
    ),
  );
  return false;
}
