/** Commands on the rows of the tree Devices: read, copy, pin, forget. Nothing here sends anything. */
import { env, window } from 'vscode';
import type { Engine } from '../../engine.ts';
import { commandTopic } from '../../protocol/topics.ts';
import { withoutIcons } from '../../words/visible.ts';
import { target as targetWords } from '../../words/words.ts';
import type { DeviceDocuments } from '../deviceDocuments.ts';
import type { DevicesTree } from '../devicesTree.ts';
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
  const device = await chosenDevice(parts.engine, subject, 'Show Device Details');
  if (device) await parts.documents.show({ ...device, about: 'details' });
}

/** What the device last reported, as JSON. */
export async function showTwin(parts: DeviceParts, subject: unknown): Promise<void> {
  const device = await chosenDevice(parts.engine, subject, 'Show Reported State as JSON');
  if (device) await parts.documents.show({ ...device, about: 'twin' });
}

export async function pinDevice({ engine, pins }: DeviceParts, subject: unknown): Promise<void> {
  const device = await chosenDevice(engine, subject, 'Pin Device');
  if (device) await pins.pin(device);
}

export async function unpinDevice({ engine, pins }: DeviceParts, subject: unknown): Promise<void> {
  const device = await chosenDevice(engine, subject, 'Unpin Device');
  if (device) await pins.unpin(device);
}

/** A device that the settings do not name; with its next word it is back. */
export async function forgetDevice({ engine, pins }: DeviceParts, subject: unknown): Promise<void> {
  if (!isDeviceElement(subject)) return;
  const { connection, device } = subject;
  if (engine.forget(connection, device)) {
    await pins.unpin({ connection, device });
    return;
  }
  // Not awaited: a notification may stay as long as the user likes.
  void window.showInformationMessage(
    `${targetWords(device, connection)} is named in the setting kanto.connections. Take it away there.`,
  );
}

/** `<domain>:<id>`, as baselines and feedback name a component. */
export async function copyComponent(subject: unknown): Promise<void> {
  if (!isTreeElement(subject) || subject.kind !== 'component') return;
  const { domain, id } = subject.component;
  await env.clipboard.writeText(domain === '' ? id : `${domain}:${id}`);
}

export async function copyValue(subject: unknown): Promise<void> {
  if (isTreeElement(subject) && subject.kind === 'parameter')
    await env.clipboard.writeText(subject.parameter.value);
}

/** Where an apply to the device is published. */
export async function copyTopic(engine: Engine, subject: unknown): Promise<void> {
  if (!isDeviceElement(subject)) return;
  const { profile } = engine.connections.find((it) => it.profile.name === subject.connection) ?? {};
  if (profile === undefined) return;
  const form = profile.addressing === 'auto' ? 'gateway' : profile.addressing;
  const address = { thing: subject.device, root: true, requestId: '<request id>', operation: 'apply' };
  const isDirect = profile.mode === 'direct';
  await env.clipboard.writeText(
    isDirect ? `${profile.prefix ?? ''}/desiredstate` : commandTopic(form, address),
  );
}

async function chosenDevice(engine: Engine, subject: unknown, title: string): Promise<Target | undefined> {
  if (isDeviceElement(subject)) return { connection: subject.connection, device: subject.device };
  const devices = engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  if (devices.length === 0) {
    void window.showInformationMessage('No device is known yet. Open a connection first.');
    return undefined;
  }
  const items = devices.map(({ id, connection }) => ({
    label: withoutIcons(id),
    description: withoutIcons(connection),
    target: { connection, device: id },
  }));
  return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.target;
}
