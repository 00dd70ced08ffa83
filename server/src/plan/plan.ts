/**
 * What an apply of a manifest would do to a device that reports this inventory: create, replace (and why), update,
 * keep, destroy, protected, ignored. By the device's own rule, and without a guess: where the inventory cannot tell,
 * the plan says so. Pure; never throws.
 */

import { t } from '@vscode/l10n';
import { containersDomain } from '../agents/containers.ts';
import { selfUpdateDomain } from '../agents/selfUpdate.ts';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import { type DesiredState, type Domain, readManifest } from '../manifest/model.ts';
import { kindName } from '../manifest/words.ts';
import type { ManifestKind, Plan, PlanAction, PlanAnswer, PlanParams, PlanRefusal } from '../messages.ts';
import type { Checker } from '../rules/check.ts';
import { domainsMissing } from '../rules/desiredState/domainsMissing.ts';
import { effectiveDomains } from '../rules/desiredState/effective.ts';
import { selfUpdateInvalid } from '../rules/desiredState/selfUpdateInvalid.ts';
import { type Spot, spanOf } from '../text/node.ts';
import { planContainers } from './containers.ts';
import { beforeColon, type Inventory, isFault, nodesByDomain, readInventory } from './inventory.ts';
import { ignoredDomain, planOtherDomain } from './otherDomains.ts';
import type { Step } from './step.ts';

/** `judge` finds what the device rejects: it is asked for the desired state alone, as the envelope is made when it is sent. */
export function planManifest(
  document: ManifestDocument,
  { inventory: reported, number }: Pick<PlanParams, 'inventory' | 'number'>,
  judge: Checker,
): PlanAnswer {
  const found = desiredStateOf(document, number);
  if ('refusal' in found) return found;
  const inventory = readInventory(reported);
  if (isFault(inventory)) return refusal('inventory', inventory.fault);

  const { desiredState } = found;
  const supported = supportedDomains(inventory);
  const [rejection, ...more] = judge(desiredState.node, bareApply, document.parsed.format).filter(
    ({ severity, code }) => severity === 'error' && !isMoot(code, supported),
  );
  const at = (spot: Spot) => rangeOf(document.text, spanOf(spot));
  if (rejection) {
    const others = more.length > 0 ? t(' (The first of {0} errors.)', more.length + 1) : '';
    return refusal('rejected', `${rejection.message}${others}`, at(rejection.at));
  }

  const effective = effectiveDomains(desiredState);
  if (![...effective.keys()].some((id) => supported.has(id))) return noDomain(effective, inventory);
  const nodesOf = nodesByDomain(inventory.nodes);
  const actions = desiredState.domains.flatMap((domain) =>
    stepsOf(domain, effective, supported, nodesOf).map(
      ({ id, component, ...step }): PlanAction => ({
        component: `${domain.id}:${id}`,
        ...step,
        ...(component && { range: at(component.node) }),
      }),
    ),
  );
  const domains = [...effective.values()].map(({ id, node }) => ({ id, range: at(node) }));
  return { plan: { ...planOf(actions), domains } };
}

const bareApply: ManifestKind = { operation: 'apply', form: 'bare', role: 'request' };

function desiredStateOf(
  document: ManifestDocument,
  number: number | undefined,
): { readonly desiredState: DesiredState } | Refusal {
  const { parsed, text } = document;
  const damage = parsed.problems.find(({ severity }) => severity === 'error' || parsed.refused);
  // What a damaged text leaves out would be told as to be destroyed.
  if (damage) return refusal('unreadable', damage.message, rangeOf(text, damage.span));
  const manifests = document.roots.filter(({ node, kind }) => node && kind);
  const manifest = manifests[(number ?? 1) - 1];
  if (!manifest?.node || !manifest.kind)
    return refusal(
      'no-manifest',
      number === undefined
        ? t('This is no Kanto manifest, so there is nothing to plan.')
        : t('There is no manifest {0} here: it holds {1}.', number, manifests.length),
    );
  const { node, kind } = manifest;
  if (manifests.length > 1 && number === undefined)
    return refusal(
      'several',
      t(
        'This file holds {0} manifests, and a device is given one at a time. Choose one of them.',
        manifests.length,
      ),
    );
  if (kind.role !== 'request' || kind.operation !== 'apply')
    return refusal(
      'no-apply',
      t('This is: {0}. Only a desired state, which is applied, can be planned.', kindName(kind)),
    );
  const { desiredState } = readManifest(node, kind);
  return desiredState
    ? { desiredState }
    : refusal('rejected', t('The device rejects it: "desired state is missing".'));
}

/**
 * The domains that reach an agent. An inventory that names neither an agent nor a component with a domain tells nothing;
 * then it is taken for a device that has containers and runs none.
 */
function supportedDomains({ agents, nodes }: Inventory): ReadonlySet<string> {
  const reported = nodes.filter(({ id }) => id.includes(':')).map(({ id }) => beforeColon(id));
  const domains = new Set([...agents, ...reported]);
  return domains.size > 0 ? domains : new Set([containersDomain]);
}

/** What rules say without a device in sight is decided by the one that is planned for: which agents it has. */
function isMoot(code: string, supported: ReadonlySet<string>): boolean {
  if (code === domainsMissing.id) return true;
  return code === selfUpdateInvalid.id && !supported.has(selfUpdateDomain);
}

/** The whole update then ends at once (update-manager: updatem/orchestration/update_operation.go). */
function noDomain(effective: ReadonlyMap<string, Domain>, inventory: Inventory): Refusal {
  const wanted = [...effective.keys()].join(', ');
  const known = [...supportedDomains(inventory)].join(', ');
  return refusal(
    'no-domain',
    t(
      'The device rejects it: "the desired state manifest does not contain any supported domain". The manifest has {0}, the device reports {1}.',
      wanted || 'none',
      known,
    ),
  );
}

function stepsOf(
  domain: Domain,
  effective: ReadonlyMap<string, Domain>,
  supported: ReadonlySet<string>,
  nodesOf: ReturnType<typeof nodesByDomain>,
): readonly Step[] {
  if (effective.get(domain.id) !== domain)
    return ignoredDomain(
      domain,
      t('A later domain {0} takes the place of this one: none of it is read.', domain.id),
    );
  if (!supported.has(domain.id))
    return ignoredDomain(
      domain,
      t(
        'The device reports no update agent for the domain {0}: it skips the domain without a word. If it waits for one that does not answer, which the inventory does not tell, the whole update fails.',
        domain.id,
      ),
      { certain: false },
    );
  const nodes = nodesOf(domain.id);
  return domain.id === containersDomain ? planContainers(domain, nodes) : planOtherDomain(domain, nodes);
}

function planOf(actions: readonly PlanAction[]): Omit<Plan, 'domains'> {
  const count = (wanted: PlanAction['action']) => actions.filter(({ action }) => action === wanted).length;
  const [create, replace, update, destroy] = [
    count('create'),
    count('replace'),
    count('update'),
    count('destroy'),
  ];
  return {
    summary: t(
      '{0} to create, {1} to replace, {2} to update, {3} to destroy',
      create,
      replace,
      update,
      destroy,
    ),
    differs: create + replace + update + destroy > 0,
    actions,
  };
}

interface Refusal {
  readonly refusal: PlanRefusal;
}

function refusal(code: PlanRefusal['code'], message: string, range?: PlanRefusal['range']): Refusal {
  return { refusal: { code, message, ...(range && { range }) } };
}
