/** Work that the user waits for and can cancel, and what is said in passing: no word of a stranger is a link or an icon. */
import { ProgressLocation, window } from 'vscode';
import { withoutIcons, withoutLinks } from '../words/visible.ts';

/** `increment`: percent of the whole that are done now. */
export type Report = (message: string, increment?: number) => void;

/** Shows a notification as long as the work goes on; its Cancel aborts the signal. */
export function shownWhile<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const options = { location: ProgressLocation.Notification, title: withoutLinks(title), cancellable: true };
  return Promise.resolve(
    window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return work(abort.signal, (message, increment) =>
        progress.report({ message: withoutLinks(message), ...(increment !== undefined && { increment }) }),
      );
    }),
  );
}

/** Milliseconds. */
const shownFor = 10_000;

/** What goes as the user wanted: in the status bar for a while. */
export function tellBriefly(text: string): void {
  window.setStatusBarMessage(withoutIcons(text), shownFor);
}
