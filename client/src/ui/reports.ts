/** Reports as read-only documents: they grow while something is looked at, and are gone when closed. */
import { Disposable } from 'vscode';
import { ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

export interface Report {
  append(lines: readonly string[]): void;
}

export class Reports implements Disposable {
  /** By path. */
  readonly #texts = new Map<string, string>();
  readonly #documents = new ReadOnlyDocuments('kanto-report', ({ path }) => this.#texts.get(path) ?? '');
  readonly #subscriptions = Disposable.from(
    this.#documents,
    this.#documents.onClose(({ path }) => this.#texts.delete(path)),
  );

  /** Shows an empty report under this name; one of the same name is begun anew. */
  async show(name: string): Promise<Report> {
    const path = titlePath(name);
    const set = (text: string) => {
      this.#texts.set(path, text);
      this.#documents.changed({ path });
    };
    set('');
    await this.#documents.show({ path }, { preview: false });
    return { append: (lines) => set(`${this.#texts.get(path) ?? ''}${lines.join('\n')}\n`) };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
