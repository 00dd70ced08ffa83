/** Re-send…: what was sent before, once more, by the ordinary way with plan and questions. */
import { t } from '@vscode/l10n';
import type { DescribeParams, SoftwareUpdatableTarget } from '../../../../server/src/messages.ts';
import { isForSoftware } from '../../updates/daemons.ts';
import { manifestText } from '../../updates/devicePlan.ts';
import type { UpdateRun } from '../../updates/run.ts';
import { type KeptRunParts, leadsToSame, meantRun } from '../keptRuns.ts';
import { sendSoftware } from '../softwareSending.ts';
import { isTrusted } from '../trust.ts';
import { type ApplyParts, applyManifest } from './applyToDevice.ts';

/** `subject`: a run, see {@link meantRun}. */
export async function resendRun(parts: ApplyParts & KeptRunParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const run = await meantRun(parts, subject, t('Re-send'));
  if (run === undefined || !leadsToSame(parts, run)) return;
  const target = { connection: run.connection, device: run.device };
  const name = run.subject ?? run.operation;
  const text = textOf(run);
  const manifest = await parts.server.describeText(text);
  if (!isForSoftware(manifest)) return applyManifest(parts, { name, manifest }, target);
  const describe = (daemon: SoftwareUpdatableTarget) =>
    parts.server.describeText({ ...text, target: daemon });
  return sendSoftware(parts, { name, manifest, describe }, target);
}

/** The manifest as it was sent, with its secrets: it stays in memory. */
function textOf({
  manifest,
  operation,
  subject,
}: UpdateRun): Extract<DescribeParams, { readonly text: string }> {
  if (operation === 'apply') return manifestText(manifest);
  const { content = null } = manifest;
  // A bare list of software is known by the name of its file.
  return { text: JSON.stringify(content), format: 'json', ...(subject !== undefined && { file: subject }) };
}
