/** Read-only documents of one scheme: what a subject tells at an address, to read, search and copy. */
import {
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';

/** The end of the path is the title of the tab, and its extension decides the language; the query says what is shown. */
export interface Address {
  readonly path: string;
  readonly query?: string;
}

/** A title as it can stand in a path. */
export function titlePath(title: string): string {
  return `/${title.replace(/[\\/]/g, '∕')}`;
}

export class ReadOnlyDocuments implements TextDocumentContentProvider, Disposable {
  readonly #scheme: string;
  readonly #text: (address: Uri) => string | Promise<string>;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registered: Disposable;

  constructor(scheme: string, text: (address: Uri) => string | Promise<string>) {
    this.#scheme = scheme;
    this.#text = text;
    this.#registered = workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(address: Uri): string | Promise<string> {
    return this.#text(address);
  }

  /** `preview`: the next document may take its tab. */
  async show(address: Address, { preview } = { preview: true }): Promise<void> {
    await window.showTextDocument(await workspace.openTextDocument(this.uri(address)), { preview });
  }

  /** The text at the address is another now. */
  changed(address: Address): void {
    this.#changed.fire(this.uri(address));
  }

  /** The addresses of the documents that are open. */
  get open(): readonly Uri[] {
    return workspace.textDocuments.map(({ uri }) => uri).filter(({ scheme }) => scheme === this.#scheme);
  }

  onClose(listener: (address: Uri) => void): Disposable {
    return workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === this.#scheme) listener(uri);
    });
  }

  uri({ path, query = '' }: Address): Uri {
    return Uri.from({ scheme: this.#scheme, path, query });
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }
}
