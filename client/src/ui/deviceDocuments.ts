/** Read-only documents about devices; they follow the device as long as they are open. */
import { t } from '@vscode/l10n';
import { Disposable } from 'vscode';
import type { Mode } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import { createBatch } from './model/batch.ts';
import { componentText, deviceText, goneText, twinText } from './model/deviceDocument.ts';
import { addressOf, componentAt, type DeviceSubject, subjectOf } from './model/deviceSubject.ts';
import { keyOf } from './model/targets.ts';
import { ReadOnlyDocuments } from './readOnlyDocuments.ts';

/** Milliseconds in which changes are gathered: a text that changes faster cannot be read. */
const refreshInterval = 500;

export class DeviceDocuments implements Disposable {
  readonly #engine: Engine;
  readonly #isSimulated: (connection: string) => boolean;
  readonly #documents = new ReadOnlyDocuments('kanto-device', ({ query }) => this.#text(query));
  readonly #subscriptions: Disposable;

  constructor(engine: Engine, isSimulated: (connection: string) => boolean) {
    this.#engine = engine;
    this.#isSimulated = isSimulated;
    const changed = createBatch<string>(refreshInterval, (keys) => this.#refresh(keys));
    this.#subscriptions = Disposable.from(
      this.#documents,
      changed,
      engine.onDevices(({ connection, id }) => changed.add(keyOf({ connection, device: id }))),
    );
  }

  show(subject: DeviceSubject): Promise<void> {
    return this.#documents.show(addressOf(subject));
  }

  #text(query: string): string {
    const subject = subjectOf(query);
    if (subject === undefined) return t('This address names no device.\n');
    const { connection, device: id } = subject;
    const device = this.#engine.device(connection, id);
    const twin = this.#engine.shownTwin(connection, id);
    // Nothing of devices is told in a workspace that is not trusted: there is none then.
    if (device === undefined || twin === undefined) return goneText(id, connection);
    switch (subject.about) {
      case 'details':
        return deviceText(device, this.#isSimulated(connection));
      case 'twin':
        return twinText(device, twin, this.#mode(connection));
      case 'component':
        return componentText(device, subject.place.id, componentAt(device, subject.place));
    }
  }

  #mode(connection: string): Mode {
    return (
      this.#engine.connections.find(({ profile }) => profile.name === connection)?.profile.mode ?? 'things'
    );
  }

  #refresh(keys: ReadonlySet<string>): void {
    for (const uri of this.#documents.open) {
      const subject = subjectOf(uri.query);
      if (subject !== undefined && keys.has(keyOf(subject))) this.#documents.changed(uri);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
