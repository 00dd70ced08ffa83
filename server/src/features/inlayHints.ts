/** What the device adds to a container that the manifest leaves open, shown beside what is written. */
import { t } from '@vscode/l10n';
import { type InlayHint, MarkupKind, type Range, type TextEdit } from 'vscode-languageserver-types';
import { containersDomain, readContainer } from '../agents/containers.ts';
import { parseSize } from '../agents/containerValues.ts';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { Component, ConfigEntry, ManifestReader } from '../manifest/model.ts';
import { textEdits } from '../text/edit/textEdits.ts';
import type { TreeEdit } from '../text/edit/treeEdit.ts';
import { spanOf } from '../text/node.ts';
import { asArray, field } from '../text/tree.ts';

/** A config entry that the device acts as if it were there. */
interface Default {
  readonly key: string;
  readonly value: string;
  /** How it is shown. */
  readonly label: string;
}

/** In the lines of the range only: at most one for a container, and one for its memory. */
export function inlayHints(document: ManifestDocument, range: Range, read: ManifestReader): InlayHint[] {
  if (!document.ours) return [];
  const first = document.text.offsetAt(range.start);
  const last = document.text.offsetAt(range.end);
  const found: Placed[] = [];
  for (const { node, kind } of document.roots) {
    if (!node || kind?.role !== 'request') continue;
    for (const { id, components } of read(node, kind).desiredState?.domains ?? []) {
      if (id !== containersDomain) continue;
      for (const component of components) {
        const { start, end } = spanOf(component.node);
        if (end < first || start > last) continue;
        for (const shown of hintsOf(component, document.parsed.text)) {
          const offset = behindComma(document.parsed.text, shown.at);
          if (first <= offset && offset <= last) found.push({ ...shown, component, offset });
        }
      }
    }
  }
  const accepts = found.length <= mostAccepted;
  return found.map((it) => hint(document, it, accepts));
}

/** Of more hints than fit a screen nobody accepts one: the edits would be made in vain. */
const mostAccepted = 40;

interface Shown {
  /** An offset. */
  readonly at: number;
  readonly defaults: readonly Default[];
  readonly tooltip: string;
}

interface Placed extends Shown {
  readonly component: Component;
  readonly offset: number;
}

function* hintsOf(component: Component, text: string): Iterable<Shown> {
  const { idNode, config, node } = component;
  const whole = spanOf(node);
  // What stands on the same line is not to be pushed out of sight.
  const isOneLine = !text.slice(whole.start, whole.end).trimEnd().includes('\n');
  const defaults = containerDefaults(component);
  if (idNode && defaults.length > 0 && idNode.to > idNode.from)
    yield {
      at: isOneLine ? whole.end : spanOf(idNode).end,
      defaults,
      tooltip: t('What the device takes because the manifest does not say. Double-click writes it down.'),
    };
  const memory = config.findLast(({ key }) => key === 'memory');
  const swap = memory?.valueNode && swapDefault(memory, config);
  if (memory?.valueNode && swap)
    yield {
      at: spanOf(memory.valueNode).end,
      defaults: [swap],
      tooltip: t(
        'Memory and swap together: twice the memory, because the manifest does not say. Double-click writes it down.',
      ),
    };
}

/** What decides how a container runs; what is empty or off by default is nothing to tell. */
function containerDefaults({ id, version, config }: Component): Default[] {
  const written = new Set(config.map(({ key }) => key));
  // Where the device takes an empty text for none, too.
  const said = new Set(config.filter(({ value }) => value !== '').map(({ key }) => key));
  const { container } = readContainer(id, version, config);
  const { image, network, restartPolicy, logDriver, logMaxFiles, logMaxSize } = container;
  const found: Default[] = [];
  const add = (key: string, value: string, more = '') =>
    found.push({ key, value, label: `${key}: ${value}${more}` });
  // Without a version there is no image to tell of; a rule does.
  if (!written.has('image') && id !== '' && version !== '') add('image', image);
  if (!said.has('network')) add('network', network);
  if (!written.has('restartPolicy')) add('restartPolicy', restartPolicy);
  if (!said.has('logDriver')) add('logDriver', logDriver, `, ${logMaxFiles} × ${logMaxSize}`);
  return found;
}

/** Twice the memory, set when the container is made (container-management: util/containers.go, FillMemorySwap). */
function swapDefault({ value }: ConfigEntry, config: readonly ConfigEntry[]): Default | undefined {
  const bytes = parseSize(value);
  const [, number = '', unit = ''] = /^([\d.]+) ?([kKmMgG])$/.exec(value) ?? [];
  if (bytes === undefined || config.some(({ key }) => key === 'memorySwap')) return undefined;
  const swap = `${2 * Number(number)}${unit}`;
  return parseSize(swap) === 2 * bytes
    ? { key: 'memorySwap', value: swap, label: `memorySwap: ${swap}` }
    : undefined;
}

function hint(
  document: ManifestDocument,
  { component, offset, defaults, tooltip }: Placed,
  accepts: boolean,
): InlayHint {
  const edits = accepts ? writingDown(document, component, defaults) : undefined;
  return {
    position: document.text.positionAt(offset),
    label: defaults.map(({ label }) => label).join(', '),
    tooltip: { kind: MarkupKind.Markdown, value: tooltip },
    paddingLeft: true,
    ...(edits && { textEdits: edits }),
  };
}

/** The defaults as entries of the component's config. */
function writingDown(
  document: ManifestDocument,
  { node }: Component,
  defaults: readonly Default[],
): TextEdit[] | undefined {
  const config = field(node, 'config');
  const list = asArray(config?.value);
  if (config && !list) return undefined;
  const items = defaults.map(({ key, value }) => ({ key, value }));
  const edits: TreeEdit[] = list
    ? items.map((item) => ({ op: 'append', list, item }))
    : [{ op: 'add', object: node, name: 'config', value: items }];
  return textEdits(document.parsed, edits)?.map(({ span, text }) => ({
    range: rangeOf(document.text, span),
    newText: text,
  }));
}

/** In JSON the comma comes first. */
function behindComma(text: string, offset: number): number {
  return text[offset] === ',' ? offset + 1 : offset;
}
