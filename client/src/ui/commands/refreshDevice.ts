/** Refresh Device State: asks a device for what it runs; the tree shows it. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import { outcomeOf } from '../../words/runWords.ts';
import type { Connector } from '../connector.ts';
import { views } from '../contributions.ts';
import type { Target } from '../model/targets.ts';
import { type DeviceElement, isDeviceElement } from '../model/treeElements.ts';
import type { Notices } from '../notices.ts';
import { tellBriefly } from '../progress.ts';
import { responseTimeout, updateTimeout } from '../settings.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { isTrusted } from '../trust.ts';

export interface RefreshParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly notices: Notices;
  readonly targets: TargetPicker;
}

export async function refreshDevice(
  { engine, connector, notices, targets }: RefreshParts,
  subject: unknown,
): Promise<void> {
  if (!isTrusted()) return;
  const target: DeviceElement | Target | undefined = isDeviceElement(subject)
    ? subject
    : await targets.pick(t('Refresh Device State'));
  if (target === undefined || !(await connector.open(target.connection))) return;
  const run = await window.withProgress({ location: { viewId: views.devices } }, () =>
    engine.refresh({
      connection: target.connection,
      device: target.device,
      responseTimeout: responseTimeout(),
      updateTimeout: updateTimeout(),
    }),
  );
  const outcome = outcomeOf(run, 'Refresh');
  // A good end is seen in the tree: no notification for it.
  if (outcome.severity === 'information') tellBriefly(outcome.text);
  else void notices.end(run, 'Refresh');
}
