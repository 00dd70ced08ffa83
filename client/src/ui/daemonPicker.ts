/** Asks which daemon of a device gets software modules, where there are several. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { containersThing } from '../protocol/thing.ts';
import type { DaemonChoice } from '../updates/daemons.ts';
import { withoutIcons } from '../words/visible.ts';

/** Resolves undefined where the user gives up. */
export async function pickDaemon(
  { daemons, reported }: DaemonChoice,
  device: string,
  title: string,
): Promise<SoftwareUpdatableTarget | undefined> {
  const [only, ...others] = daemons;
  if (others.length === 0) return only;
  const words = {
    containers: {
      label: t('$(package) Container management'),
      detail: t('An artifact is the JSON description of a container; it is created and started.'),
      description: withoutIcons(containersThing(device)),
    },
    root: {
      label: t('$(file-binary) Software-update daemon'),
      detail: t('Artifacts are downloaded, and the install script among them is run on the device.'),
      description: withoutIcons(device),
    },
  };
  const items = daemons.map((daemon) => ({ ...words[daemon], daemon }));
  const placeHolder = reported
    ? t('Which of the two gets it?')
    : t('The device has not told which of the two it has: which gets it?');
  return (await window.showQuickPick(items, { title, placeHolder }))?.daemon;
}
