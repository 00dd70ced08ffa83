/** Sends software modules, or a removal: to the daemon that is chosen, judged as that one takes it. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { ManifestDescription, SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { hasSoftware } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import { daemonsFor } from '../updates/daemons.ts';
import type { Origin } from '../updates/run.ts';
import { withoutLinks } from '../words/visible.ts';
import { target as targetWords } from '../words/words.ts';
import { isProtected } from './applySteps.ts';
import type { Connector } from './connector.ts';
import { pickDaemon } from './daemonPicker.ts';
import { confirmed, keep } from './modal.ts';
import type { Target } from './model/targets.ts';
import type { Notices } from './notices.ts';
import { follow } from './sending.ts';
import { mayBeSent, mayCorrect, mayReach, type Named } from './sendQuestions.ts';
import { responseTimeout, updateTimeout } from './settings.ts';
import type { TargetPicker } from './targetPicker.ts';

export interface SoftwareParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly notices: Notices;
  readonly targets: TargetPicker;
}

export interface SoftwareToSend extends Named {
  /** What it is for the daemon that gets it, as it stands now. */
  readonly describe: (daemon: SoftwareUpdatableTarget) => Promise<ManifestDescription>;
  /** The document that it came from. */
  readonly origin?: Origin;
  /** The user has agreed to what is sent, by the names of device and connection. */
  readonly agreed?: boolean;
}

/** Asks for the device where none is given, and for its daemon; then sends and follows. */
export async function sendSoftware(
  parts: SoftwareParts,
  software: SoftwareToSend,
  device?: Target,
): Promise<void> {
  const { engine, targets, connector, notices } = parts;
  const { name } = software;
  const picked = device ?? (await targets.pick(`${name}: ${software.manifest.summary}`, 'software'));
  if (picked === undefined || !takesSoftware(engine, picked)) return;
  const target = { connection: picked.connection, device: picked.device };
  // From here on the user is asked about this connection as it is now: another one of its name gets nothing.
  const agreedFor = engine.connections.find(({ profile }) => profile.name === target.connection)?.profile;
  if (!(await connector.open(target.connection))) return;
  const features = engine.device(target.connection, target.device)?.features ?? [];
  const choice = daemonsFor(software.manifest, target.device, features);
  const daemon = await pickDaemon(choice, target.device, `${name} → ${target.device}`);
  if (daemon === undefined) return;
  const aimed: Named = { ...software, manifest: await software.describe(daemon) };
  if (!(await mayBeSent(aimed))) return;
  const contradictions = await mayCorrect(engine, aimed, target);
  if (contradictions === undefined) return;
  if (!software.agreed && !(await mayChange(engine, aimed, target))) return;
  await targets.remember(target);
  await follow({
    engine,
    notices,
    target,
    subject: name,
    send: (signal) =>
      engine.send({
        ...target,
        manifest: aimed.manifest,
        contradictions,
        subject: name,
        ...(agreedFor && { agreedFor }),
        ...(software.origin && { origin: software.origin }),
        responseTimeout: responseTimeout(),
        updateTimeout: updateTimeout(),
        signal,
      }),
  });
}

/** False for a device in direct mode, and then the user has been told what to do instead. */
export function takesSoftware(engine: Engine, { connection, device }: Target): boolean {
  const status = engine.connections.find(({ profile }) => profile.name === connection);
  if (status === undefined || hasSoftware(status.profile)) return true;
  // Not awaited: a notification may stay as long as the user likes.
  void window.showWarningMessage(
    withoutLinks(
      t(
        '{0} runs without things (direct mode), so it has no SoftwareUpdatable that installs or removes. What it runs is what a desired state lists: put the software into one and apply it; to remove it, apply one without it.',
        targetWords(device, connection),
      ),
    ),
  );
  return false;
}

/** What is removed is lost: that is asked about on any connection. */
async function mayChange(engine: Engine, named: Named, target: Target): Promise<boolean> {
  const { name, manifest } = named;
  if (manifest.kind?.operation !== 'remove') return mayReach(engine, named, target);
  const note = isProtected(engine, target)
    ? t('\n\nThe connection {0} is protected.', target.connection)
    : '';
  return confirmed(
    t('{0} removes software from {1}.', name, targetWords(target.device, target.connection)),
    t('{0}\n\nIt is lost with all that is stored in it.{1}', manifest.summary, note),
    t('Remove'),
    keep(),
  );
}
