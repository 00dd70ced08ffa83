/** Rollouts that go on: the status bar tells how far they are, and one notification where a person is wanted. */
import { t } from '@vscode/l10n';
import { Disposable, commands as editorCommands, StatusBarAlignment, window, workspace } from 'vscode';
import { doneWords, pauseReasonWords } from '../words/rolloutShort.ts';
import { sumWords } from '../words/rolloutWords.ts';
import { visible, withoutIcons } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { commands, type NotificationKind } from './contributions.ts';
import { createBatch } from './model/batch.ts';
import { rolloutStatus, standing, standingWords } from './model/rolloutStatus.ts';
import { isReadable, type Rollouts, summaryOf } from './model/rollouts.ts';
import { tellUnasked } from './unasked.ts';

/** Milliseconds. */
const refreshInterval = 250;

export function watchRollouts(rollouts: Rollouts): Disposable {
  const item = window.createStatusBarItem('kanto.rollouts', StatusBarAlignment.Left, 0);
  item.name = t('Kanto Rollouts');
  const update = () => {
    const status = workspace.isTrusted ? rolloutStatus(rollouts.all) : undefined;
    if (status === undefined) return item.hide();
    const { icon, words, lines, id } = status;
    item.text = `$(${icon}) ${withoutIcons(words)}`;
    item.accessibilityInformation = { label: t('Kanto rollout: {0}', words) };
    item.tooltip = lines.map((it) => visible(it)).join('\n');
    item.command = { command: commands.showRollout, title: t('Show Rollout'), arguments: [id] };
    item.show();
  };
  const batch = createBatch<'rollouts'>(refreshInterval, update);
  return Disposable.from(
    item,
    batch,
    rollouts.onChange(({ id, state }) => {
      batch.add('rollouts');
      // Not awaited: the notification may stay as long as the user likes.
      if (state) void tell(rollouts, id);
    }),
  );
}

/** After a restart: rollouts that go on once somebody says so, in one notification. */
export async function tellStanding(rollouts: Rollouts): Promise<void> {
  const words = standingWords(rollouts.all);
  if (words === undefined) return;
  const [first, ...more] = standing(rollouts.all);
  const ways = { [t('Resume')]: commands.resumeRollout };
  // Of several the command asks which.
  const id = more.length === 0 ? first?.id : undefined;
  return asked({ kind: 'rolloutWaits', severity: 'information', words, id, ways });
}

/** Where a person is wanted, or it is over. What the person has just done is not told. */
async function tell(rollouts: Rollouts, id: string): Promise<void> {
  const known = rollouts.get(id);
  if (known === undefined || !isReadable(known)) return;
  const { name, state } = known;
  const summary = summaryOf(known);
  if (state.kind === 'waiting' && state.until === undefined) {
    const { wave } = state;
    const words = t('{0}: {1}. Go on with wave {2}?', name, doneWords(summary), wave);
    // A notification can stay until another wave waits: its answer is for this one.
    const isMeant = () => {
      const now = rollouts.live(id)?.state;
      return now?.kind === 'waiting' && now.wave === wave;
    };
    const ways = { [t('Go On')]: commands.goOnRollout, [t('Stop')]: commands.stopRollout };
    return asked({ kind: 'rolloutWaits', severity: 'information', words, id, ways, isMeant });
  }
  if (state.kind === 'paused') {
    const reason = pauseReasonWords(state.why);
    if (reason === undefined) return;
    const words = t('{0} has paused: {1}', name, reason);
    const ways = { [t('Resume')]: commands.resumeRollout };
    return asked({ kind: 'rolloutWaits', severity: 'warning', words, id, ways });
  }
  if (state.kind === 'ended') {
    const { sum, total } = summary;
    const isGood = sum.succeeded + sum.skipped === total;
    const words = t('{0} on {1}: {2}', name, count(total, 'device'), sumWords(summary));
    return asked({ kind: 'rolloutEnd', severity: isGood ? 'information' : 'warning', words, id });
  }
}

interface Told {
  readonly kind: NotificationKind;
  readonly severity: 'information' | 'warning';
  readonly words: string;
  /** The rollout; undefined where it is one of several. */
  readonly id: string | undefined;
  /** Commands by their titles. */
  readonly ways?: Readonly<Record<string, string>>;
  readonly isMeant?: () => boolean;
}

async function asked({ kind, severity, words, id, ways = {}, isMeant = () => true }: Told): Promise<void> {
  const matrix = t('Show Rollout');
  const answer = await tellUnasked(kind, severity, words, ...Object.keys(ways), matrix);
  const command = answer === matrix || !isMeant() ? commands.showRollout : ways[answer ?? ''];
  if (answer !== undefined && command !== undefined) await editorCommands.executeCommand(command, id);
}
