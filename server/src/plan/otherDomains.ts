/** Domains that are not containers: the operating system, what other agents do, and what no agent takes. Pure. */
import { t } from '@vscode/l10n';
import { osImageComponent, selfUpdateDomain } from '../agents/selfUpdate.ts';
import type { Component, Domain } from '../manifest/model.ts';
import type { InventoryNode } from './inventory.ts';
import { type Step, step } from './step.ts';

/** A domain that reaches an agent other than that of containers. */
export function planOtherDomain(domain: Domain, nodes: readonly InventoryNode[]): readonly Step[] {
  return domain.id === selfUpdateDomain ? planSelfUpdate(domain, nodes) : estimate(domain, nodes);
}

/** Every component of a domain that does not reach any agent. */
export function ignoredDomain(
  domain: Domain,
  reason: string,
  more: Partial<Pick<Step, 'certain'>> = {},
): readonly Step[] {
  return domain.components.map((component) =>
    step(component.id, 'ignored', [reason], { component, ...more }),
  );
}

/**
 * The agent installs the image where its version differs from the one that runs
 * (leda-contrib-self-update-agent: FSM/States/Connected.cpp), and takes no other component.
 */
function planSelfUpdate(
  { id: domain, components }: Domain,
  nodes: readonly InventoryNode[],
): readonly Step[] {
  const installed = nodes.find(({ id }) => id === `${domain}:${osImageComponent}`);
  const image = components.find(({ id }) => id === osImageComponent);
  return components.map((component) => {
    const { id } = component;
    if (component !== image)
      return step(id, 'ignored', [t('The agent takes one component, {0}.', osImageComponent)], { component });
    if (!installed)
      return step(id, 'update', [t('The inventory does not tell which version is installed.')], {
        component,
        certain: false,
      });
    if (installed.version === component.version)
      return step(id, 'keep', [t('Version {0} is installed already.', component.version)], { component });
    return step(
      id,
      'update',
      [
        t(
          'version changes from {0} to {1}. A device usually restarts for it.',
          installed.version || 'none',
          component.version,
        ),
      ],
      { component, keys: ['version'] },
    );
  });
}

const estimated = () => t('This is an estimate: what becomes of it is decided by the agent of its domain.');

/** Nobody but its agent knows the rule of such a domain. */
function estimate({ id: domain, components }: Domain, nodes: readonly InventoryNode[]): readonly Step[] {
  const prefix = `${domain}:`;
  const reported = new Map(nodes.map((node) => [node.id, node]));
  const listed = new Set(components.map(({ id }) => id));
  const unlisted = nodes.filter(({ id }) => id.startsWith(prefix) && !listed.has(id.slice(prefix.length)));
  return [
    ...components.map((component) => {
      const { action, reasons, keys } = guess(component, reported.get(prefix + component.id));
      return step(component.id, action, [...reasons, estimated()], { component, keys, certain: false });
    }),
    ...unlisted.map(({ id }) =>
      step(id.slice(prefix.length), 'destroy', [t('The manifest does not list it.'), estimated()], {
        certain: false,
      }),
    ),
  ];
}

function guess(
  { version, config }: Component,
  node: InventoryNode | undefined,
): Pick<Step, 'action' | 'reasons' | 'keys'> {
  if (!node) return { action: 'create', reasons: [t('The device reports no such component.')], keys: [] };
  const reported = new Map(node.parameters.map(({ key, value }) => [key, value]));
  const keys = [
    ...(version !== '' && version !== node.version ? ['version'] : []),
    ...config.filter(({ key, value }) => (reported.get(key) ?? value) !== value).map(({ key }) => key),
  ];
  return keys.length === 0
    ? { action: 'keep', reasons: [t('Nothing that the device reports differs.')], keys }
    : { action: 'update', reasons: [t('{0} would change.', [...new Set(keys)].join(', '))], keys };
}
