/** Remove Software…: takes containers off a device, chosen from what it reports. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Device } from '../../devices/device.ts';
import type { Engine } from '../../engine.ts';
import {
  irremovables,
  type Removable,
  removables,
  removablesOf,
  removeValue,
} from '../../updates/removable.ts';
import { removeQuestion } from '../../words/removeQuestion.ts';
import { visible, withoutIcons, withoutLinks } from '../../words/visible.ts';
import { target as targetWords } from '../../words/words.ts';
import { isProtected } from '../applySteps.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { confirmed, keep } from '../modal.ts';
import type { Target } from '../model/targets.ts';
import { type ComponentElement, isTreeElement } from '../model/treeElements.ts';
import { ask } from '../multiStep.ts';
import { type SoftwareParts, sendSoftware, takesSoftware } from '../softwareSending.ts';
import { isTrusted } from '../trust.ts';

export interface RemoveParts extends SoftwareParts {
  readonly server: ManifestServer;
}

/** `subject`: a component or a device of the tree, or nothing. */
export async function removeSoftware(parts: RemoveParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const element = isTreeElement(subject) ? subject : undefined;
  const component = element?.kind === 'component' ? element : undefined;
  const row = component?.device ?? (element?.kind === 'device' ? element : undefined);
  const picked = row ?? (await parts.targets.pick(t('Remove Software'), 'software'));
  if (picked === undefined || !takesSoftware(parts.engine, picked)) return;
  const target = { connection: picked.connection, device: picked.device };
  if (!(await parts.connector.open(target.connection))) return;
  const removed = await chosen(parts.engine, target, component);
  if (removed === undefined || removed.length === 0) return;
  const { message, detail, yes } = removeQuestion({
    ...target,
    removed,
    isProtected: isProtected(parts.engine, target),
  });
  if (!(await confirmed(message, detail, yes, keep()))) return;
  const text = JSON.stringify(removeValue(removed));
  const describe = () => parts.server.describeJson(text, 'containers');
  await sendSoftware(parts, { name: 'Removal', manifest: await describe(), describe, agreed: true }, target);
}

/** Undefined where the user gives up, or has been told why nothing can be removed. */
async function chosen(
  engine: Engine,
  target: Target,
  component: ComponentElement | undefined,
): Promise<readonly Removable[] | undefined> {
  const where = targetWords(target.device, target.connection);
  const device = engine.device(target.connection, target.device);
  const all = device ? removables(device, engine.twin(target.connection, target.device)) : [];
  const meant = component ? removablesOf(component.component, all) : all;
  if (component && meant.length === 1) return meant;
  if (meant.length > 0) return pick(meant, where);
  const reason = whyNever(device, component, where);
  if (reason === undefined) return typed(component, where);
  // Not awaited: a notification may stay as long as the user likes.
  void window.showWarningMessage(withoutLinks(reason));
  return undefined;
}

/** Why it takes no removal, whatever the user types. */
function whyNever(
  device: Device | undefined,
  element: ComponentElement | undefined,
  where: string,
): string | undefined {
  const generic = device ? irremovables(device) : [];
  const instead = t('which takes no removal: install a module whose script removes it.');
  if (element === undefined)
    return generic.length > 0
      ? t('What {0} has was installed by its software-update daemon, {1}', where, instead)
      : undefined;
  const { domain, id, name = id } = element.component;
  if (element.list === 'hardware') return t('{0} is hardware of {1}.', visible(name), where);
  if (domain !== '' && domain !== 'containers')
    return t(
      '{0} belongs to the domain {1}: it goes with the next apply that does not list it.',
      visible(name),
      visible(domain),
    );
  return generic.some((it) => it.name === id)
    ? t('{0} was installed by the software-update daemon of {1}, {2}', visible(name), where, instead)
    : undefined;
}

/** A device tells the ids only when its container management starts and when a container changes. */
async function typed(
  element: ComponentElement | undefined,
  where: string,
): Promise<readonly Removable[] | undefined> {
  const what = element ? t('of {0}', visible(element.component.id)) : t('to remove');
  const answers = await ask(t('Remove from {0}', where), [
    () => ({
      prompt: t('The device has not told the id since it was connected. Id of the container {0}:', what),
      placeholder: 'a26f3506-ac07-449a-a970-32ac0c5de7b1',
      validate: (text) => (/^\S+$/.test(text) ? undefined : t('The id of a container is needed: one word.')),
    }),
  ]);
  const id = answers?.[0];
  if (id === undefined) return undefined;
  return [{ software: { name: id }, name: element?.component.id ?? id }];
}

async function pick(from: readonly Removable[], where: string): Promise<readonly Removable[] | undefined> {
  const items = from.map((removable) => {
    const { software, name, status } = removable;
    const about = [software.group, software.version, status].filter((it) => it !== undefined);
    return {
      label: `$(package) ${withoutIcons(name)}`,
      description: withoutIcons(about.join(' · ')),
      detail: withoutIcons(software.name),
      removable,
    };
  });
  const choice = await window.showQuickPick(items, {
    title: t('Remove from {0}', where),
    placeHolder: t('What is to be removed?'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return choice?.map(({ removable }) => removable);
}
