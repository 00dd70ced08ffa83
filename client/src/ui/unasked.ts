/** Notifications that nobody asked for: each can be switched off for good, and on again by the setting. */
import { t } from '@vscode/l10n';
import { ConfigurationTarget, window, workspace } from 'vscode';
import { withoutLinks } from '../words/visible.ts';
import { type NotificationKind, settings } from './contributions.ts';
import { hiddenNotifications } from './settings.ts';

const show = {
  information: window.showInformationMessage,
  warning: window.showWarningMessage,
};

/** Resolves with what the user presses of the answers; undefined where that is none, or the kind is switched off. */
export async function tellUnasked(
  kind: NotificationKind,
  severity: keyof typeof show,
  text: string,
  ...answers: readonly string[]
): Promise<string | undefined> {
  if (hiddenNotifications().includes(kind)) return undefined;
  const never = t('Do Not Show Again');
  const answer = await show[severity](withoutLinks(text), ...answers, never);
  if (answer !== never) return answer;
  const hidden = [...hiddenNotifications(), kind];
  await workspace
    .getConfiguration()
    .update(settings.hiddenNotifications.key, hidden, ConfigurationTarget.Global);
  return undefined;
}
