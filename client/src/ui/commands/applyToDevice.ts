/** Apply to Device…: sends whatever operation the document describes to a device that the user chooses. */
import { t } from '@vscode/l10n';
import type { ManifestDescription, SoftwareUpdatableTarget } from '../../../../server/src/messages.ts';
import type { ReportedInventory } from '../../connections/connection.ts';
import { isForSoftware } from '../../updates/daemons.ts';
import type { DevicePlan } from '../../updates/devicePlan.ts';
import { agreedApply } from '../../updates/plannedApply.ts';
import type { Undo } from '../../words/applyQuestion.ts';
import { undoName } from '../../words/undoWords.ts';
import { applySteps, type PlannedApplyParts } from '../applySteps.ts';
import type { Connector } from '../connector.ts';
import { chooseManifest, describeChosen, type ManifestToSend, originOf } from '../manifestChoice.ts';
import type { Target } from '../model/targets.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import type { Notices } from '../notices.ts';
import { follow } from '../sending.ts';
import { mayBeSent, mayCorrect } from '../sendQuestions.ts';
import { responseTimeout, updateTimeout } from '../settings.ts';
import { sendSoftware } from '../softwareSending.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { isTrusted } from '../trust.ts';

export interface ApplyParts extends PlannedApplyParts {
  readonly connector: Connector;
  readonly notices: Notices;
  readonly targets: TargetPicker;
}

/** `subject`: a document (Uri, or its text from a code lens), a device of the tree, or nothing for the active editor. */
export async function applyToDevice(parts: ApplyParts, subject: unknown, number?: unknown): Promise<void> {
  if (!isTrusted()) return;
  const device = isDeviceElement(subject) ? subject : undefined;
  const title = device === undefined ? t('Apply to Device') : t('Apply to {0}', device.device);
  const chosen = await chooseManifest(parts.server, subject, number, {
    title,
    placeHolder: t('Manifest to send'),
  });
  if (chosen === undefined) return;
  if (isForSoftware(chosen.manifest)) {
    const describe = (daemon: SoftwareUpdatableTarget) => describeChosen(parts.server, chosen, daemon);
    const origin = originOf(chosen);
    await sendSoftware(parts, { ...chosen, describe, ...(origin && { origin }) }, device);
    return;
  }
  await applyManifest(parts, chosen, device);
}

/**
 * Sends a manifest, whatever it is but one for software, once it is agreed to; without a device the user is asked for one.
 * `undo`: it brings a device back, and what of it.
 */
export async function applyManifest(
  parts: ApplyParts,
  chosen: ManifestToSend,
  device: Target | undefined,
  undo?: Undo,
): Promise<void> {
  if (!isTrusted()) return;
  const { name } = chosen;
  if (!(await mayBeSent(chosen))) return;
  const picked = device ?? (await parts.targets.pick(`${name}: ${chosen.manifest.summary}`));
  if (picked === undefined) return;
  const target = { connection: picked.connection, device: picked.device };
  if (!(await parts.connector.open(target.connection))) return;
  const agreedFor = parts.engine.connections.find(
    ({ profile }) => profile.name === target.connection,
  )?.profile;
  const contradictions = await mayCorrect(parts.engine, chosen, target);
  if (contradictions === undefined) return;
  const agreed = await agreedBy(parts, chosen, target, undo);
  if (agreed === undefined) return;
  const { manifest, plan, before } = agreed;
  const subject = undo === undefined ? name : undoName(undo.of);
  const origin = originOf(chosen);
  await parts.targets.remember(target);
  await follow({
    engine: parts.engine,
    notices: parts.notices,
    target,
    subject,
    send: (signal) =>
      parts.engine.send({
        ...target,
        manifest,
        contradictions,
        ...(agreedFor && { agreedFor }),
        subject,
        ...(origin && { origin }),
        ...(plan && 'plan' in plan.outcome && { plan: plan.outcome.plan }),
        ...(before && { before }),
        responseTimeout: responseTimeout(),
        updateTimeout: updateTimeout(),
        signal,
      }),
  });
}

interface Agreed {
  readonly manifest: ManifestDescription;
  /** Of an apply; nothing else can be planned. */
  readonly plan?: DevicePlan;
  readonly before?: ReportedInventory;
}

/** What the user has agreed to send; undefined where the user gives up. A refresh changes nothing, so nothing is asked. */
async function agreedBy(
  parts: ApplyParts,
  chosen: ManifestToSend,
  target: Target,
  undo: Undo | undefined,
): Promise<Agreed | undefined> {
  const { manifest } = chosen;
  const isApply = manifest.kind?.operation === 'apply';
  return isApply ? agreedApply(applySteps(parts, chosen, target, undo)) : { manifest };
}
