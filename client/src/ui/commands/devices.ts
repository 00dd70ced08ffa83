/** Commands on the rows of the tree Devices: read, copy, pin, forget. Nothing here sends anything. */
import { t } from '@vscode/l10n';
import { env, window } from 'vscode';
import type { Engine } from '../../engine.ts';
import { withoutLinks } from '../../words/visible.ts';
import { target as targetWords } from '../../words/words.ts';
import type { DeviceDocuments } from '../deviceDocuments.ts';
import { pickDevice } from '../devicePicker.ts';
import type { DevicesTree } from '../devicesTree.ts';
import { applyTopic, componentName } from '../model/copied.ts';
import { componentSubject } from '../model/deviceSubject.ts';
import type { Target } from '../model/targets.ts';
import { isDeviceElement, isTreeElement } from '../model/treeElements.ts';
import type { PinStore } from '../pinStore.ts';

export interface DeviceParts {
  readonly engine: Engine;
  readonly tree: DevicesTree;
  readonly pins: PinStore;
  readonly documents: DeviceDocuments;
}

/** Details of the device or component of a row; without one, of a device that the user picks. */
export async function showDetails(parts: DeviceParts, subject: unknown): Promise<void> {
  if (isTreeElement(subject) && subject.kind === 'component') {
    await parts.documents.show(componentSubject(subject));
    return;
  }
  const device = await chosenDevice(parts.engine, subject, t('Show Device Details'));
  if (device) await parts.documents.show({ ...device, about: 'details' });
}

/** What the device last reported, as JSON. */
export async function showTwin(parts: DeviceParts, subject: unknown): Promise<void> {
  const device = await chosenDevice(parts.engine, subject, t('Show Reported State as JSON'));
  if (device) await parts.documents.show({ ...device, about: 'twin' });
}

export async function pinDevice({ engine, pins }: DeviceParts, subject: unknown): Promise<void> {
  const device = await chosenDevice(engine, subject, t('Pin Device'));
  if (device) await pins.pin(device);
}

export async function unpinDevice({ engine, pins }: DeviceParts, subject: unknown): Promise<void> {
  const device = await chosenDevice(engine, subject, t('Unpin Device'));
  if (device) await pins.unpin(device);
}

/** A device that the settings do not name; with its next word it is back. */
export async function forgetDevice({ engine, pins }: DeviceParts, subject: unknown): Promise<void> {
  if (!isDeviceElement(subject)) return;
  const { connection, device } = subject;
  await pins.unpin({ connection, device });
  if (engine.forget(connection, device)) return;
  // Not awaited: a notification may stay as long as the user likes.
  void window.showInformationMessage(
    withoutLinks(
      t(
        '{0} is named in the setting kanto.connections. Take it away there.',
        targetWords(device, connection),
      ),
    ),
  );
}

export async function copyComponent(subject: unknown): Promise<void> {
  if (isTreeElement(subject) && subject.kind === 'component')
    await env.clipboard.writeText(componentName(subject.component));
}

export async function copyValue(subject: unknown): Promise<void> {
  if (isTreeElement(subject) && subject.kind === 'parameter')
    await env.clipboard.writeText(subject.parameter.value);
}

export async function copyTopic(engine: Engine, subject: unknown): Promise<void> {
  if (!isDeviceElement(subject)) return;
  const status = engine.connections.find(({ profile }) => profile.name === subject.connection);
  if (status) await env.clipboard.writeText(applyTopic(status.profile, subject.device));
}

async function chosenDevice(engine: Engine, subject: unknown, title: string): Promise<Target | undefined> {
  if (isDeviceElement(subject)) return { connection: subject.connection, device: subject.device };
  return pickDevice(engine, title);
}
