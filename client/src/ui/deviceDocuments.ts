/** Read-only documents about devices, by the scheme `kanto-device:`; they follow the device as long as they are open. */
import { Disposable, EventEmitter, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { Engine } from '../engine.ts';
import { createBatch } from './model/batch.ts';
import { componentText, deviceText, goneText, twinText } from './model/deviceDocument.ts';
import { addressOf, componentAt, type DeviceSubject, subjectOf } from './model/deviceSubject.ts';
import { keyOf } from './model/targets.ts';

const scheme = 'kanto-device';

/** Milliseconds in which changes are gathered: a text that changes faster cannot be read. */
const refreshInterval = 500;

export class DeviceDocuments implements TextDocumentContentProvider, Disposable {
  readonly #engine: Engine;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: Disposable;

  constructor(engine: Engine) {
    this.#engine = engine;
    const changed = createBatch<string>(refreshInterval, (keys) => this.#refresh(keys));
    this.#subscriptions = Disposable.from(
      this.#changed,
      changed,
      workspace.registerTextDocumentContentProvider(scheme, this),
      engine.onDevices(({ connection, id }) => changed.add(keyOf({ connection, device: id }))),
    );
  }

  async show(subject: DeviceSubject): Promise<void> {
    const document = await workspace.openTextDocument(Uri.from({ scheme, ...addressOf(subject) }));
    await window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    const subject = subjectOf(uri.query);
    if (subject === undefined) return 'This address names no device.\n';
    const { connection, device: id } = subject;
    const device = this.#engine.device(connection, id);
    const twin = this.#engine.twin(connection, id);
    // Nothing of devices is told in a workspace that is not trusted: there is none then.
    if (device === undefined || twin === undefined) return goneText(id, connection);
    switch (subject.about) {
      case 'details':
        return deviceText(device);
      case 'twin':
        return twinText(device, twin);
      case 'component':
        return componentText(device, subject.place.id, componentAt(device, subject.place));
    }
  }

  #refresh(keys: ReadonlySet<string>): void {
    for (const { uri } of workspace.textDocuments) {
      const subject = uri.scheme === scheme ? subjectOf(uri.query) : undefined;
      if (subject !== undefined && keys.has(keyOf(subject))) this.#changed.fire(uri);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
