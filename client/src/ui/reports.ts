/** Read-only documents that grow while something is looked at: to read, search and copy, and gone when closed. */
import { Disposable, EventEmitter, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';

const scheme = 'kanto-report';

export interface Report {
  append(lines: readonly string[]): void;
}

export class Reports implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new EventEmitter<Uri>();
  readonly onDidChange = this.#changes.event;
  readonly #subscriptions: Disposable;

  constructor() {
    this.#subscriptions = Disposable.from(
      this.#changes,
      workspace.registerTextDocumentContentProvider(scheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.#texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows an empty report under this name; one of the same name is begun anew. */
  async show(name: string): Promise<Report> {
    const uri = Uri.from({ scheme, path: `/${name.replaceAll('/', '∕')}` });
    const key = uri.toString();
    this.#texts.set(key, '');
    this.#changes.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
    return {
      append: (lines) => {
        this.#texts.set(key, `${this.#texts.get(key) ?? ''}${lines.join('\n')}\n`);
        this.#changes.fire(uri);
      },
    };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
