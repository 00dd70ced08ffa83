/** The outline: what the manifest speaks of, by the names that a person knows. */

import { t } from '@vscode/l10n';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { type ManifestDocument, type ManifestRoot, rangeOf } from '../manifest/document.ts';
import {
  type Artifact,
  type Baseline,
  type ConfigEntry,
  type Domain,
  type Envelope,
  type ManifestReader,
  readManifest,
  type Software,
  type SoftwareModule,
} from '../manifest/model.ts';
import { componentCount, kindName } from '../manifest/words.ts';
import { isSecret, isSecretArgument, masked } from '../rules/secrets.ts';
import { type Node, type Property, type Span, spanOf } from '../text/node.ts';
import { asObject, asString, field, resolve } from '../text/tree.ts';

/** The detail of a symbol is shown in one line beside its name. */
const longestDetail = 80;
/** Not cut before secrets are left out. */
const longestText = 2000;

/** Nested symbols in order of the text. Empty for a document that is not ours. */
export function symbols(document: ManifestDocument, read: ManifestReader = readManifest): DocumentSymbol[] {
  if (!document.ours) return [];
  const outline = new Outline(document, read);
  const written = document.roots.filter(({ node }) => node !== undefined);
  if (written.length <= 1) return written.flatMap((root) => outline.root(root));
  return written.map((root, index) => outline.document(root, index + 1));
}

class Outline {
  private readonly text: ManifestDocument['text'];

  private readonly read: ManifestReader;

  constructor(document: ManifestDocument, read: ManifestReader) {
    this.text = document.text;
    this.read = read;
  }

  /** One document of several. */
  document(root: ManifestRoot, number: number): DocumentSymbol {
    const name = root.kind === undefined ? t('document {0}', number) : kindName(root.kind);
    const span = root.node === undefined ? root.span : spanOf(root.node);
    return this.symbol(name, '', SymbolKind.File, span, undefined, this.root(root));
  }

  root(root: ManifestRoot): DocumentSymbol[] {
    if (root.node === undefined) return [];
    if (root.kind?.role !== 'request') return this.plain(root.node);
    const manifest = this.read(root.node, root.kind);
    const content = [
      ...(manifest.desiredState?.baselines ?? []).map((it) => this.baseline(it)),
      ...(manifest.desiredState?.domains ?? []).map((it) => this.domain(it)),
      ...(manifest.softwareModules?.items ?? []).map((it) => this.module(it)),
      ...(manifest.software?.items ?? []).map((it) => this.software(it)),
    ];
    const frame = [
      ...(manifest.envelope === undefined ? [] : this.envelope(manifest.envelope)),
      ...['activityId', 'correlationId']
        .map((name) => field(manifest.value, name))
        .flatMap((it) => (it === undefined ? [] : [this.property(it)])),
    ];
    return [...frame, ...content].sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  }

  private envelope({ topic, headers, path }: Envelope): DocumentSymbol[] {
    return [topic, headers, path].flatMap((it) => (it === undefined ? [] : [this.property(it)]));
  }

  private domain(domain: Domain): DocumentSymbol {
    const components = domain.components.map((component) => {
      const name = [component.id, component.version].filter((part) => part !== '').join(' ');
      const image = component.config.findLast((entry) => entry.key === 'image')?.value ?? '';
      const selection = component.idNode && spanOf(component.idNode);
      return this.symbol(
        name,
        image,
        SymbolKind.Package,
        spanOf(component.node),
        selection,
        component.config.map((entry, index, all) => this.configEntry(entry, all[index - 1])),
      );
    });
    return this.symbol(
      domain.id,
      componentCount(domain.components.length),
      SymbolKind.Module,
      spanOf(domain.node),
      domain.idNode && spanOf(domain.idNode),
      [...domain.config.map((entry) => this.configEntry(entry)), ...components],
    );
  }

  private configEntry(entry: ConfigEntry, before?: ConfigEntry): DocumentSymbol {
    return this.symbol(
      masked(entry.key),
      entry.key === 'cmd' && isSecretArgument(before?.value, entry.value) ? '…' : entry.value,
      SymbolKind.Property,
      spanOf(entry.node),
      entry.keyNode && spanOf(entry.keyNode),
    );
  }

  private baseline(baseline: Baseline): DocumentSymbol {
    return this.symbol(
      baseline.title,
      'baseline',
      SymbolKind.Struct,
      spanOf(baseline.node),
      baseline.titleNode && spanOf(baseline.titleNode),
      baseline.components.map((it) =>
        this.symbol(it.text, '', SymbolKind.Key, spanOf(it.node), spanOf(it.node)),
      ),
    );
  }

  private module(module: SoftwareModule): DocumentSymbol {
    const name = [module.name, module.version].filter((part) => part !== '').join(' ');
    return this.symbol(
      name,
      t('software module'),
      SymbolKind.Package,
      spanOf(module.node),
      module.idProperty && spanOf(module.idProperty.key),
      module.artifacts.map((it) => this.artifact(it)),
    );
  }

  private artifact({ node, download }: Artifact): DocumentSymbol {
    const filename = field(node, 'filename');
    const urls = (download?.properties ?? [])
      .map((protocol) => asString(field(asObject(protocol.value), 'url')?.value))
      .filter((url) => url !== undefined);
    const selection = filename?.value && spanOf(filename.value);
    return this.symbol(
      asString(filename?.value) ?? '',
      urls[0] ?? '',
      SymbolKind.File,
      spanOf(node),
      selection,
    );
  }

  private software(software: Software): DocumentSymbol {
    const version = asString(field(software.node, 'version')?.value) ?? '';
    const name = [software.name, version].filter((part) => part !== '').join(' ');
    const selection = software.nameNode && spanOf(software.nameNode);
    return this.symbol(name, 'software', SymbolKind.Package, spanOf(software.node), selection);
  }

  /** The outline of anything else: property by property. */
  private plain(node: Node): DocumentSymbol[] {
    if (node.type === 'object') return node.properties.map((it) => this.property(it));
    if (node.type !== 'array') return [];
    return node.items.map((item, index) => {
      const { detail, kind } = describe(item);
      return this.symbol(`${index + 1}`, detail, kind, spanOf(item), undefined, this.plain(item));
    });
  }

  private property(property: Property): DocumentSymbol {
    const key = spanOf(property.key);
    const { detail, kind } = describe(property.value);
    const end = property.value === undefined ? key.end : Math.max(key.end, spanOf(property.value).end);
    const children = property.value === undefined ? [] : this.plain(property.value);
    const told = isSecret(property.name, detail) ? '…' : detail;
    return this.symbol(masked(property.name), told, kind, { start: key.start, end }, key, children);
  }

  private symbol(
    name: string,
    detail: string,
    kind: SymbolKind,
    span: Span,
    selection: Span | undefined,
    children: DocumentSymbol[] = [],
  ): DocumentSymbol {
    // What a merge key or alias brings in stands elsewhere; a selection outside of the range is refused by editors.
    const inside = selection !== undefined && span.start <= selection.start && selection.end <= span.end;
    return {
      name: name.trim() === '' ? t('(no name)') : name,
      ...(detail === '' ? {} : { detail: shortened(detail) }),
      kind,
      range: rangeOf(this.text, span),
      selectionRange: rangeOf(this.text, inside ? selection : { start: span.start, end: span.start }),
      ...(children.length === 0 ? {} : { children }),
    };
  }
}

function describe(node: Node | undefined): { detail: string; kind: SymbolKind } {
  const value = resolve(node);
  switch (value?.type) {
    case 'object':
      return { detail: '', kind: SymbolKind.Object };
    case 'array':
      return { detail: '', kind: SymbolKind.Array };
    case 'number':
      return { detail: String(value.value), kind: SymbolKind.Number };
    case 'boolean':
      return { detail: String(value.value), kind: SymbolKind.Boolean };
    case 'string':
      return { detail: String(value.value), kind: SymbolKind.String };
    default:
      return { detail: '', kind: SymbolKind.Null };
  }
}

function shortened(text: string): string {
  const line = masked(text.slice(0, longestText)).replaceAll(/\s+/g, ' ');
  return line.length <= longestDetail ? line : `${line.slice(0, longestDetail - 1)}…`;
}
