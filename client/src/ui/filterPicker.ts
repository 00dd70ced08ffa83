/** A filter as the user types it: the view follows every key; what there is to filter by is offered. */
import { t } from '@vscode/l10n';
import { Disposable, type QuickPickItem, window } from 'vscode';
import type { Suggestion } from '../wordFilter.ts';
import { withoutIcons } from '../words/visible.ts';
import { count, type Noun } from '../words/words.ts';

export interface FilteredView {
  readonly filter: string;
  /** Called at each key, so that the view follows. */
  setFilter(text: string): void;
  /** Called once, where the user takes the filter; undefined where the view has followed already. */
  readonly accept?: (filter: string) => void;
}

export interface FilterWords {
  readonly title: string;
  readonly placeholder: string;
  /** What shows everything again. */
  readonly all: string;
  readonly noun: Noun;
}

interface Item extends QuickPickItem {
  readonly filter: string;
}

/** Resolves when the list is closed. Esc brings back the filter that was set before. */
export function pickFilter(
  view: FilteredView,
  offered: readonly Suggestion[],
  { title, placeholder, all, noun }: FilterWords,
): Promise<void> {
  const before = view.filter;
  const items = offered.map(
    ({ filter, shown }): Item => ({ label: withoutIcons(filter), description: count(shown, noun), filter }),
  );
  const picker = window.createQuickPick<Item>();
  picker.title = title;
  picker.placeholder = placeholder;
  picker.value = before;
  const fill = () => {
    const typed = picker.value.trim();
    const own: Item = {
      label: typed === '' ? all : withoutIcons(typed),
      ...(typed !== '' && { description: t('as typed') }),
      alwaysShow: true,
      filter: typed,
    };
    picker.items = [own, ...items];
    // What is typed is what Enter takes, however well something offered fits.
    picker.activeItems = [own];
  };
  fill();
  return new Promise((resolve) => {
    let accepted = false;
    const listeners = Disposable.from(
      picker.onDidChangeValue(() => {
        fill();
        view.setFilter(picker.value);
      }),
      picker.onDidAccept(() => {
        accepted = true;
        const filter = picker.selectedItems[0]?.filter ?? picker.value;
        view.setFilter(filter);
        view.accept?.(filter);
        picker.hide();
      }),
      picker.onDidHide(() => {
        if (!accepted) view.setFilter(before);
        listeners.dispose();
        picker.dispose();
        resolve();
      }),
    );
    picker.show();
  });
}
