/** Reports as read-only documents: they grow while something is looked at, and are gone when closed. */
import { Disposable } from 'vscode';
import { ReportTexts } from './model/reportTexts.ts';
import { ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

export interface Report {
  append(lines: readonly string[]): void;
}

export class Reports implements Disposable {
  readonly #texts = new ReportTexts();
  /** The query is the name: two names can have one title. */
  readonly #documents = new ReadOnlyDocuments('kanto-report', ({ query }) => this.#texts.of(query));
  readonly #subscriptions = Disposable.from(
    this.#documents,
    this.#documents.onClose(({ query }) => this.#texts.close(query)),
  );

  /** Shows an empty report under this name; one of the same name is begun anew. */
  async show(name: string): Promise<Report> {
    const address = { path: titlePath(name), query: name };
    const append = this.#texts.begin(name);
    this.#documents.changed(address);
    await this.#documents.show(address, { preview: false });
    return {
      append: (lines) => {
        if (append(lines)) this.#documents.changed(address);
      },
    };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
