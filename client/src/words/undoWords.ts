/** What cannot come back where an apply is undone, as it is said before. */
import { t } from '@vscode/l10n';
import type { UndoLimits } from '../history/undo.ts';
import { visible } from './visible.ts';

const mostNamed = 6;
/** UTF-16 code units. */
const longestText = 400;

/** What an undo is called wherever its run is shown; `of`: what is undone. */
export function undoName(of: string): string {
  return t('Undo of {0}', of);
}

/** A sentence each, what weighs most first. */
export function undoLimitWords(limits: UndoLimits): readonly string[] {
  const { emptied, movingImages, untouched, runtimeKeys, lost, later } = limits;
  return [
    emptied.length === 0
      ? t('What was written since into directories of the device stays as it is now.')
      : t(
          'What was stored inside of {0} went when it was destroyed or made anew; what lies in directories of the device stays as it is now.',
          named(emptied),
        ),
    ...lost
      .slice(0, mostNamed)
      .map(({ component, message }) => visible(`${component}: ${message}`, longestText)),
    ...(lost.length > mostNamed
      ? [t('And {0} more that the device did not report in full.', lost.length - mostNamed)]
      : []),
    ...(movingImages === 0 ? [] : [movingWords(movingImages)]),
    ...untouched.map((domain) =>
      t('The domain {0} stays as it is: what is applied does not list it.', visible(domain)),
    ),
    ...(runtimeKeys.length === 0
      ? []
      : [t('No manifest can set what the device reported of its own: {0}.', named(runtimeKeys))]),
    ...(later === 0 ? [] : [laterWords(later)]),
  ];
}

function movingWords(images: number): string {
  return images === 1
    ? t('1 image is named by a tag that can mean another image by now.')
    : t('{0} images are named by a tag that can mean another image by now.', images);
}

function laterWords(runs: number): string {
  return runs === 1
    ? t('1 later update of this device is undone with it.')
    : t('{0} later updates of this device are undone with it.', runs);
}

function named(words: readonly string[]): string {
  const shown = visible(words.slice(0, mostNamed).join(', '), longestText);
  return words.length > mostNamed ? t('{0} and {1} more', shown, words.length - mostNamed) : shown;
}
