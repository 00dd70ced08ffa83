import { t } from '@vscode/l10n';
import { documentedProtocols, downloadProtocols } from '../../agents/softwareUpdatable.ts';
import type { Artifact } from '../../manifest/model.ts';
import { asObject, asString, field, propertiesOf, property } from '../../text/tree.ts';
import { type Daemon, daemonName, daemonOf } from '../envelope/target.ts';
import { inModule } from '../exampleTexts.ts';
import { obvious, renameKey } from '../fixes.ts';
import type { Finding, ManifestRule } from '../rule.ts';
import { anyOf, missingSpot, quote, visible } from '../support.ts';

export const downloadUnusable: ManifestRule = {
  id: 'download-unusable',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'The command is accepted, but without a URL for a protocol that the device has it ends as FINISHED_ERROR.',
  *check(manifest) {
    const daemon = daemonOf(manifest);
    for (const module of manifest.softwareModules?.items ?? [])
      for (const artifact of module.artifacts) yield* findings(artifact, daemon);
  },
  examples: [
    {
      text: inModule('[{download: {«https»: {url: "https://e.com/a"}}}]'),
      fixed: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}}]'),
      says: '`HTTPS`',
    },
    { text: inModule('[{download: {«FTP»: {url: "ftp://e.com/a"}}}]'), says: 'only by `HTTP` or `HTTPS`' },
    { text: inModule('[{«filename»: x}]'), says: 'has no `download`' },
  ],
};

function* findings(artifact: Artifact, daemon: Daemon): Iterable<Finding> {
  const taken = downloadProtocols[daemon === 'containers' ? 'containers' : 'root'];
  const list = anyOf(taken.map(quote));
  const end = daemon === 'containers' ? t('FINISHED_ERROR, "internal runtime error"') : 'FINISHED_ERROR';
  const holder = artifact.downloadProperty;
  if (!artifact.download) {
    if (holder?.value && !['null', 'alias'].includes(holder.value.type)) return;
    yield {
      at: visible(holder?.value) ?? missingSpot(artifact.node, holder),
      message: t(
        'The artifact has no `download`: {0} with a `url` is wanted. The device ends with {1}.',
        list,
        end,
      ),
    };
    return;
  }
  const links = artifact.download;
  const usable = taken.find(
    (name) => property(links, name)?.value && property(links, name)?.value?.type !== 'null',
  );
  for (const { name, key } of propertiesOf(links)) {
    const upper = name.toUpperCase();
    if (taken.includes(name)) continue;
    const outcome =
      usable === undefined
        ? t('The device ends with {0}.', end)
        : t('The device takes {0} instead.', quote(usable));
    if (name !== upper && [...taken, ...documentedProtocols].includes(upper))
      yield {
        at: key,
        message: t('Protocols are written in capitals: {0}. {1}', quote(upper), outcome),
        fixes: () => (property(links, upper) ? [] : [obvious(renameKey(key, upper))]),
      };
    else
      yield {
        at: key,
        message: t(
          '{0} cannot download by {1}, only by {2}. {3}',
          daemonName()[daemon],
          quote(name),
          list,
          outcome,
        ),
      };
  }
  if (usable === undefined) {
    if (propertiesOf(links).length === 0)
      yield {
        at: holder?.key ?? missingSpot(artifact.node, undefined),
        message: t('`download` is empty: {0} with a `url` is wanted. The device ends with {1}.', list, end),
      };
    return;
  }
  const link = property(links, usable);
  // Of another type: the schema tells.
  if (!asObject(link?.value)) return;
  const url = field(asObject(link?.value), 'url');
  if (link && (!url?.value || url.value.type === 'null' || asString(url.value) === ''))
    yield {
      at: visible(url?.value) ?? url?.key ?? link.key,
      message: t(
        'The `url` of {0} is missing: the download fails, and the device ends with FINISHED_ERROR.',
        quote(usable),
      ),
    };
}
