import { t } from '@vscode/l10n';
import type { ManifestKind } from '../messages.ts';
import type { Node } from '../text/node.ts';
import { asObject, asScalar, field } from '../text/tree.ts';
import { type Manifest, readManifest, type SoftwareModule } from './model.ts';
import { componentCount, kindName } from './words.ts';

/** One line for pickers: `apply: 3 components in containers`, `install: influxdb 1.8.4`. */
export function summarise(root: Node, kind: ManifestKind): string {
  const manifest = readManifest(root, kind);
  if (kind.role !== 'request' || !kind.operation) return withDetail(kindName(kind), statusOf(root));
  return withDetail(kind.operation, detail(manifest));
}

/** True for an apply after which a domain that it names has no component left. */
export function emptiesDevice(root: Node, kind: ManifestKind): boolean {
  const { desiredState } = readManifest(root, kind);
  const last = new Map(desiredState?.domains.map((domain) => [domain.id, domain]));
  return [...last.values()].some(({ components }) => components.length === 0);
}

function withDetail(name: string, detail: string): string {
  return detail === '' ? name : `${name}: ${detail}`;
}

function detail({ kind, desiredState, softwareModules, software }: Manifest): string {
  switch (kind.operation) {
    case 'apply':
      return (
        desiredState?.domains
          .map(({ id, components }) =>
            t('{0} in {1}', componentCount(components.length), id === '' ? t('(no id)') : id),
          )
          .join(', ') ?? ''
      );
    case 'install':
    case 'download':
      return few(softwareModules?.items.map(moduleName) ?? []);
    case 'remove':
      return few(software?.items.map(({ name }) => name) ?? []);
    default:
      return '';
  }
}

function moduleName({ name, version }: SoftwareModule): string {
  return version === '' ? name : `${name} ${version}`;
}

function few(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(', ')
    : t('{0} and {1} more', names.slice(0, 3).join(', '), names.length - 3);
}

function statusOf(root: Node): string {
  const envelope = asObject(root);
  const value = asObject(field(envelope, 'value')?.value) ?? envelope;
  const feedback = asObject(field(value, 'desiredStateFeedback')?.value) ?? value;
  const status = asScalar(field(feedback, 'status')?.value) ?? asScalar(field(envelope, 'status')?.value);
  return status?.value === undefined || status.value === null ? '' : String(status.value);
}
