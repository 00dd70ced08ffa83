/** What is said of a manifest that was made of what a device reports. Pure. */
import { t } from '@vscode/l10n';
import type { Imported, ImportNote } from '../../../server/src/messages.ts';
import { isChange } from '../updates/devicePlan.ts';
import { actionWords, componentName, nameLines } from './planWords.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

export interface ImportDifference {
  /** What an apply of it, as it stands, would do to the device that it is from. */
  readonly message: string;
  /** What differs, and what to do about it. */
  readonly detail: string;
}

/** Undefined where an apply of it changes nothing: then it is what the device runs. */
export function importDifference({ plan, notes }: Imported, device: string): ImportDifference | undefined {
  if ('refusal' in plan)
    return {
      message: t('A manifest of what {0} runs would be rejected by it as it stands.', visible(device)),
      detail: [visible(plan.refusal.message, longestText), ...secretWords(notes)].join('\n\n'),
    };
  const changed = plan.plan.actions.filter(isChange);
  if (changed.length === 0) return undefined;
  const rows = changed.map(
    (row) => `  ${componentName(row)} (${actionWords(row)}): ${visible(row.reasons.join(' '), longestText)}`,
  );
  return {
    message: t(
      'A manifest of what {0} runs would change it as it stands: {1}.',
      visible(device),
      visible(plan.plan.summary, longestText),
    ),
    detail: [nameLines(rows, mostListed).join('\n'), ...secretWords(notes)].join('\n\n'),
  };
}

/** What was left out of it, and what the device has no more once it makes a component anew by it. */
export function importNotes({ notes }: Imported): readonly string[] {
  const keys = [...new Set(notes.filter(({ kind }) => kind === 'left-out').flatMap((note) => note.keys))];
  return [
    ...(keys.length > 0
      ? [t('Left out, since no manifest can set it: {0}.', visible(keys.sort().join(', '), longestText))]
      : []),
    ...notes
      .filter(({ kind, keys: left }) => kind !== 'left-out' || left.length === 0)
      .map(({ component, message }) => visible(`${component}: ${message}`, longestText)),
  ];
}

function secretWords(notes: readonly ImportNote[]): readonly string[] {
  const secret = notes.filter(({ kind }) => kind === 'secret');
  return secret.length === 0
    ? []
    : [
        t(
          'For secrets <secret> stands in the manifest ({0}): sent so, the device would take that word for the secret. Fill them in, then plan again.',
          count(secret.length, 'component'),
        ),
      ];
}

const mostListed = 12;
/** UTF-16 code units. */
const longestText = 400;
