/** Plan on Device…: what an apply would do, before it is done. Nothing is changed on the device. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { planSentence } from '../../words/planWords.ts';
import { withoutLinks } from '../../words/visible.ts';
import type { Connector } from '../connector.ts';
import { type Chosen, chooseManifest, writtenText } from '../manifestChoice.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { isNamedSoftware } from '../model/manifestFiles.ts';
import type { ShownPlans } from '../model/shownPlans.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import type { PlanDocuments } from '../planDocuments.ts';
import type { Planner } from '../planner.ts';
import { tellBriefly } from '../progress.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { isTrusted } from '../trust.ts';

export interface PlanParts {
  readonly connector: Connector;
  readonly server: ManifestServer;
  readonly targets: TargetPicker;
  readonly planner: Planner;
  readonly plans: ShownPlans;
  readonly planDocuments: PlanDocuments;
}

/** `subject`: a document (Uri, or its text from a code lens), a device of the tree, or nothing for the active editor. */
export async function planOnDevice(parts: PlanParts, subject: unknown, number?: unknown): Promise<void> {
  if (!isTrusted()) return;
  const device = isDeviceElement(subject) ? subject : undefined;
  const title = device === undefined ? t('Plan on Device') : t('Plan on {0}', device.device);
  const chosen = await chooseManifest(parts.server, subject, number, {
    title,
    placeHolder: t('Desired state to plan: nothing is sent'),
    fits: (path) => !isNamedSoftware(path),
  });
  if (chosen === undefined || !isApply(chosen)) return;
  const { name, document, manifest } = chosen;
  const picked = device ?? (await parts.targets.pick(`${name}: ${manifest.summary}`));
  if (picked === undefined || !(await parts.connector.open(picked.connection))) return;
  const target = { connection: picked.connection, device: picked.device };
  const { version } = document;
  const plan = await parts.planner.of(target, writtenText(chosen), name);
  if (plan === undefined) return;
  await parts.targets.remember(target);
  const stale = document.version === version ? undefined : 'manifest';
  const uri = document.uri.toString();
  parts.plans.show({ kind: 'plan', name, uri, plan, ...(stale && { stale }) });
  tellBriefly(`${name} → ${target.device}: ${planSentence(plan)}`);
  await parts.planDocuments.show('plan', target);
}

function isApply({ manifest, name }: Chosen): boolean {
  const { kind } = manifest;
  // What is no manifest, or a damaged one, is refused with the reason by who plans it.
  if (kind === undefined || kind.operation === 'apply') return true;
  void window.showInformationMessage(
    withoutLinks(
      t(
        '{0} is for {1}, and only an apply changes what a plan can tell. Open a desired state.',
        name,
        kind.operation ?? t('nobody'),
      ),
    ),
  );
  return false;
}
