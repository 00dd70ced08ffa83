import { t } from '@vscode/l10n';
import { closest } from '../../schema/suggest.ts';
import { inComponents } from '../exampleTexts.ts';
import { readsComponents } from '../readable.ts';
import type { ContainerView, Finding, ManifestRule } from '../rule.ts';
import { idSpot, quote, valueSpot, within } from '../support.ts';
import { containersOf } from './effective.ts';

/** What the device adds to the name of a container to make its host name (container-management: util/containers.go). */
const suffix = '-host';

export const hostContainerUnknown: ManifestRule = {
  id: 'host-container-unknown',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'A `host` names another container by its host name, `<id>-host`; one that there is not is left out without a word.',
  *check({ desiredState }, { containers }) {
    const domain = containersOf(desiredState);
    if (!containers.nameHosts || !domain || !readsComponents(domain)) return;
    const named = new Map(containers.views.map((view) => [view.component.id, view]));
    for (const view of containers.views) {
      for (const { name, container, entry } of view.shared.hostNames) {
        const at = within(valueSpot(entry), `container_${container}`);
        yield* findings(container, view, named).map((finding) => ({
          ...finding,
          at,
          fixes: () =>
            finding.meant === undefined
              ? []
              : [
                  {
                    title: t('Write "{0}"', finding.meant),
                    preferred: true,
                    edits: [
                      {
                        op: 'replace' as const,
                        value: valueSpot(entry),
                        by: `${name}:${finding.meant}`,
                      },
                    ],
                  },
                ],
        }));
      }
    }
  },
  examples: [
    {
      text: inComponents([
        '- {id: db, version: "1"}',
        '- {id: app, version: "1", config: [{key: host, value: "db:«container_db»"}]}',
      ]),
      fixed: inComponents([
        '- {id: db, version: "1"}',
        '- {id: app, version: "1", config: [{key: host, value: "db:container_db-host"}]}',
      ]),
      says: 'write `container_db-host`',
    },
    {
      text: inComponents([
        '- {id: influxdb, version: "1"}',
        '- {id: app, version: "1", config: [{key: host, value: "db:«container_influxd-host»"}]}',
      ]),
      says: 'Did you mean `container_influxdb-host`?',
    },
    {
      text: inComponents([
        '- {id: db, version: "1", config: [{key: network, value: host}]}',
        '- {id: app, version: "1", config: [{key: host, value: "db:«container_db-host»"}]}',
      ]),
      says: 'is on the network of the device',
    },
  ],
};

interface Judged extends Pick<Finding, 'message' | 'related'> {
  readonly meant?: string;
}

function findings(
  hostName: string,
  view: ContainerView,
  named: ReadonlyMap<string, ContainerView>,
): readonly Judged[] {
  const left = t('the device leaves this host out, and the container starts without it');
  if (view.reading.container.network === 'host') return [];
  const id = hostName.endsWith(suffix) ? hostName.slice(0, -suffix.length) : undefined;
  const target = id === undefined ? undefined : named.get(id);
  if (target?.reading.container.network === 'host')
    return [
      {
        message: t(
          '{0} is on the network of the device and has no address of its own: {1}. Write `host_ip` instead.',
          quote(target.component.id),
          left,
        ),
        related: [{ at: idSpot(target), message: t('The container that is meant.') }],
        meant: 'host_ip',
      },
    ];
  if (target) return [];
  if (named.has(hostName)) {
    const meant = `container_${hostName}${suffix}`;
    return [
      {
        message: t(
          'Here stands the host name of a container, which is its id with `{0}`: write {1}. Otherwise {2}.',
          suffix,
          quote(meant),
          left,
        ),
        meant,
      },
    ];
  }
  const near = closest(id ?? hostName, [...named.keys()]);
  // Containers that are protected, or installed otherwise, can have any host name.
  if (near === undefined) return [];
  const meant = `container_${near}${suffix}`;
  return [
    {
      message: t(
        'No container of this desired state has the host name {0}: {1}. Did you mean {2}?',
        quote(hostName),
        left,
        quote(meant),
      ),
      meant,
    },
  ];
}
