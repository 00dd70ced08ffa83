/** Commands on a rollout that was begun: pause, go on, resume, stop, retry, export, forget; and the run of one of its devices. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import { rolloutReport } from '../../rollout/report.ts';
import { mayBeRetried, type RolloutState } from '../../rollout/types.ts';
import { doneWords } from '../../words/rolloutShort.ts';
import { phaseWords } from '../../words/rolloutWords.ts';
import { dateAndTime } from '../../words/times.ts';
import { visible, withoutIcons, withoutLinks } from '../../words/visible.ts';
import { count, target } from '../../words/words.ts';
import { type Chosen, chooseManifest } from '../manifestChoice.ts';
import { confirmed, doNotSend, keep } from '../modal.ts';
import { rolloutDeviceOf, rolloutOf, stateOf } from '../model/rolloutRows.ts';
import {
  hasToRetry,
  isReadable,
  type KnownRollout,
  type ListedRollout,
  summaryOf,
} from '../model/rollouts.ts';
import type { RolloutMatrices } from '../rolloutMatrices.ts';
import type { RunDocuments } from '../runDocuments.ts';
import { isTrusted } from '../trust.ts';
import { type RollOutParts, rolloutParts } from './rollOut.ts';

export interface RolloutsParts extends RollOutParts {
  readonly runDocuments: RunDocuments;
  readonly matrices: RolloutMatrices;
}

/** Its devices and their components at a glance. */
export async function showRollout({ rollouts, matrices }: RolloutsParts, subject: unknown): Promise<void> {
  const id = await meant(rollouts.all, subject);
  if (id !== undefined) matrices.show(id);
}

type Kind = RolloutState['kind'];

export async function pauseRollout({ rollouts }: RolloutsParts, subject: unknown): Promise<void> {
  const id = await meant(rollouts.all, subject, ['running', 'waiting']);
  if (id !== undefined) rollouts.live(id)?.pause();
}

/** The next wave, where it waits for a person or has paused before it; what is left of one in which it has paused. */
export async function goOnRollout(parts: RolloutsParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const { rollouts } = parts;
  const id = await meant(rollouts.all, subject, ['waiting', 'paused']);
  if (id === undefined) return;
  if (rollouts.live(id)?.state.kind === 'waiting' || (await open(parts, id))) goOn(parts, id);
}

function goOn({ rollouts, notices }: RolloutsParts, id: string): void {
  // Not awaited: it may take days. What it cannot go on with is told.
  void rollouts
    .live(id)
    ?.goOn()
    .catch((error: unknown) => notices.error(error));
}

/** From a pause, or from where it stood when VS Code was closed. */
export async function resumeRollout(parts: RolloutsParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const id = await meant(parts.rollouts.all, subject, ['paused']);
  if (id !== undefined && (await open(parts, id))) goOn(parts, id);
}

/** True once it is one of this session, with its connections open. */
async function open(parts: RolloutsParts, id: string): Promise<boolean> {
  const { rollouts, connector } = parts;
  const known = rollouts.get(id);
  if (known === undefined || !isReadable(known)) return false;
  for (const name of new Set(known.devices.map(({ connection }) => connection)))
    if (!(await connector.open(name))) return false;
  if (rollouts.live(id)) return true;
  const chosen = await manifestOf(parts, id, known.name);
  if (chosen === undefined) return false;
  await rollouts.open(id, { ...rolloutParts(parts, chosen, chosen.manifest), name: known.name });
  return true;
}

/** The manifest as its document says it now: whether it is the one that was agreed to is found out when it is opened. */
async function manifestOf(parts: RolloutsParts, id: string, name: string): Promise<Chosen | undefined> {
  const title = t('Manifest of the rollout {0}', name);
  const origin = await parts.rollouts.origin(id);
  const isThere = origin !== undefined && (await canBeOpened(origin.uri));
  return chooseManifest(parts.server, isThere ? Uri.parse(origin.uri) : undefined, origin?.number, {
    title,
    placeHolder: t('Where is the manifest of this rollout now?'),
  });
}

async function canBeOpened(uri: string): Promise<boolean> {
  return workspace.openTextDocument(Uri.parse(uri)).then(
    () => true,
    () => false, // gone or moved: the user says where it is
  );
}

/** What was begun is not waited for: it is found out when it is resumed. */
export async function stopRollout({ rollouts }: RolloutsParts, subject: unknown): Promise<void> {
  const id = await meant(rollouts.all, subject, ['running', 'waiting', 'pausing']);
  if (id !== undefined) await rollouts.stop(id);
}

/** Devices that failed, were not reached, or of which nobody knows what became: each gets a command of its own once more. */
export async function retryRollout(parts: RolloutsParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const { rollouts } = parts;
  const id = await meant(rollouts.all.filter(hasToRetry), subject, ['paused', 'ended']);
  const known = id === undefined ? undefined : rollouts.get(id);
  if (known === undefined || !isReadable(known)) return;
  const again = known.devices.filter(mayBeRetried);
  if (again.length === 0) {
    const isLeftOut = known.devices.some(({ phase }) => phase === 'unreached');
    void window.showInformationMessage(
      isLeftOut
        ? t(
            'No device of this rollout has failed. What was not reached was left out when it was planned: a new rollout takes it.',
          )
        : t('No device of this rollout has failed.'),
    );
    return;
  }
  const unknown = again.filter(({ phase }) => phase === 'unknown').length;
  const agreed = await confirmed(
    t('Try {0} once more?', count(again.length, 'device')),
    [
      t('They get {0} again, within what was agreed to for each.', known.name),
      ...(unknown > 0
        ? [
            t(
              'Of {0} nobody knows what became of the command: it may be executed twice.',
              count(unknown, 'device'),
            ),
          ]
        : []),
    ].join('\n'),
    t('Try Again'),
    doNotSend(),
  );
  if (!agreed || !(await open(parts, known.id))) return;
  await rollouts.live(known.id)?.retry(again.map(({ number }) => number));
  goOn(parts, known.id);
}

/** Everything that is known of each device, as JSON in an editor. */
export async function exportRollout({ rollouts }: RolloutsParts, subject: unknown): Promise<void> {
  const id = await meant(rollouts.all, subject);
  const known = id === undefined ? undefined : rollouts.get(id);
  if (known === undefined || !isReadable(known)) return;
  const report = rolloutReport({ ...known, summary: summaryOf(known) });
  const content = `${JSON.stringify(report, undefined, 2)}\n`;
  const document = await workspace.openTextDocument({ language: 'json', content });
  await window.showTextDocument(document);
}

export async function deleteRollout({ rollouts }: RolloutsParts, subject: unknown): Promise<void> {
  const id = rolloutOf(subject) ?? (typeof subject === 'string' ? subject : undefined);
  const known = id === undefined ? undefined : rollouts.get(id);
  if (known === undefined) return;
  const detail = isReadable(known)
    ? `${stateOf(known)}, ${doneWords(summaryOf(known))}. ${t('It cannot be resumed any more. Nothing changes on devices.')}`
    : known.fault;
  const name = isReadable(known) ? known.name : known.id;
  if (await confirmed(t('Forget the rollout {0}?', name), detail, t('Forget'), keep()))
    await rollouts.delete(known.id);
}

/** `subject`: a device of the view, or the id of a rollout, and then `number`. */
export async function showRolloutRun(
  { rollouts, runDocuments }: RolloutsParts,
  subject: unknown,
  number?: unknown,
): Promise<void> {
  const element = rolloutDeviceOf(subject);
  const id = element?.id ?? subject;
  const place = element?.number ?? number;
  if (typeof id !== 'string' || typeof place !== 'number') return;
  const device = rollouts.device(id, place);
  if (device === undefined) return;
  if (device.runId !== undefined) return runDocuments.show(device.runId);
  const { phase, message = '' } = device;
  const name = target(device.device, device.connection);
  const words = t('{0}: {1}. {2} There is no run of it in this session.', name, phaseWords(phase), message);
  void window.showInformationMessage(withoutLinks(words));
}

interface Item extends QuickPickItem {
  readonly id: string;
}

/** The rollout of a row, or the id that is handed over; else the only one that fits, or one that the user picks. */
async function meant(
  all: readonly ListedRollout[],
  subject: unknown,
  states?: readonly Kind[],
): Promise<string | undefined> {
  const given = rolloutOf(subject) ?? (typeof subject === 'string' ? subject : undefined);
  if (given !== undefined) return given;
  const fitting = all
    .filter(isReadable)
    .filter(({ state }) => states === undefined || states.includes(state.kind));
  if (fitting.length === 0) void window.showInformationMessage(t('There is no rollout for that now.'));
  if (fitting.length <= 1) return fitting[0]?.id;
  const picked = await window.showQuickPick(fitting.map(itemOf), { title: t('Which Rollout?') });
  return picked?.id;
}

function itemOf(rollout: KnownRollout): Item {
  return {
    label: withoutIcons(rollout.name),
    description: visible(`${stateOf(rollout)} · ${doneWords(summaryOf(rollout))}`),
    detail: dateAndTime(rollout.began),
    id: rollout.id,
  };
}
