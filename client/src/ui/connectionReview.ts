/** The last step of a connection's form: all fields on one list, each open to change, and the way to test and save. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { answered } from './answered.ts';
import {
  appliesTo,
  choicesOf,
  type Draft,
  type FieldId,
  fieldIds,
  fieldOf,
  problemOf,
  promptOf,
} from './model/connectionFields.ts';
import { shown, withField } from './model/connectionForm.ts';
import { askOne, back } from './multiStep.ts';

interface Item extends QuickPickItem {
  /** Absent on the item that ends the review. */
  readonly field?: FieldId;
}

export interface ReviewPlace {
  readonly title: string;
  /** Its number where steps went before it: it is the last one. */
  readonly step?: number | undefined;
}

const finish = () => t('$(check) Test and Save');

/** Resolves with a draft that has no fault left, or undefined where the user gives up. `taken`: names of others. */
export async function review(
  { title, step }: ReviewPlace,
  draft: Draft,
  taken: readonly string[],
): Promise<Draft | undefined> {
  let current = draft;
  let active: FieldId | undefined;
  for (;;) {
    const picked = await pick({ title, step }, items(current, taken), active);
    if (picked === undefined) return undefined;
    active = picked.field ?? fieldIds.find((id) => problemOf(current, id, taken) !== undefined);
    if (active === undefined) return current;
    const text = await change(title, current, active, taken);
    if (text !== undefined) current = withField(current, active, text);
  }
}

function items(draft: Draft, taken: readonly string[]): Item[] {
  const rows = fieldIds.filter((id) => appliesTo(draft, id)).map((id) => fieldItem(draft, id, taken));
  return [
    { label: finish(), description: t('connects once, then writes the user settings'), alwaysShow: true },
    { label: t('fields'), kind: QuickPickItemKind.Separator },
    ...rows,
  ];
}

function fieldItem(draft: Draft, field: FieldId, taken: readonly string[]): Item {
  const problem = problemOf(draft, field, taken);
  return {
    label: `${problem === undefined ? '' : '$(error) '}${fieldOf(field).label}`,
    description: shown(draft, field),
    ...(problem !== undefined && { detail: problem }),
    field,
  };
}

function pick(
  { title, step }: ReviewPlace,
  list: readonly Item[],
  active: FieldId | undefined,
): Promise<Item | undefined> {
  const picker = window.createQuickPick<Item>();
  picker.title = title;
  picker.step = step;
  picker.totalSteps = step;
  picker.placeholder = t('Choose what to change, or test and save');
  picker.matchOnDescription = true;
  picker.ignoreFocusOut = true;
  picker.items = list;
  // Back where the user was, so that the next field is one key away; at first on what ends the review. None active
  // would mean that Enter takes nothing, and the whole form is lost.
  picker.activeItems = list.filter((it) => it.kind === undefined && it.field === active);
  return answered(picker, ([chosen]) => chosen);
}

/** Undefined where the field stays as it is. */
async function change(
  title: string,
  draft: Draft,
  id: FieldId,
  taken: readonly string[],
): Promise<string | undefined> {
  const { placeholder, kind, problem } = fieldOf(id);
  const choices = choicesOf(draft, id);
  const answer = await askOne(
    {
      prompt: promptOf(draft, id),
      value: draft[id] ?? '',
      validate: (text) => problem?.(text, draft, taken),
      ...(placeholder !== undefined && { placeholder }),
      ...(kind !== undefined && { kind }),
      ...(choices !== undefined && { choices }),
    },
    { title, canGoBack: true },
  );
  return answer === back ? undefined : answer;
}
