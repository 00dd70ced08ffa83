/** Artifacts of software modules: what is known of the file at an address, and how what is found out is written down. */
import { t } from '@vscode/l10n';
import type { Position } from 'vscode-languageserver-types';
import { checksumLengths, downloadProtocols } from '../agents/softwareUpdatable.ts';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { Artifact, Manifest, ManifestReader } from '../manifest/model.ts';
import type { ArtifactDigest, ArtifactEdits, ArtifactPlace, Refusal } from '../messages.ts';
import { daemonOf } from '../rules/envelope/target.ts';
import { hasPlaceholder } from '../rules/placeholders.ts';
import { isShared, textEdits } from '../text/edit/textEdits.ts';
import type { TreeEdit } from '../text/edit/treeEdit.ts';
import { spanOf } from '../text/node.ts';
import { asObject, asString, field, property } from '../text/tree.ts';

/** An artifact with the address that the device takes. */
export interface Located {
  readonly artifact: Artifact;
  readonly url: string;
}

/** The artifacts whose file can be asked for by its address, in order of the text. */
export function locatedArtifacts(document: ManifestDocument, read: ManifestReader): Located[] {
  return document.roots.flatMap(({ node, kind }) => {
    if (!node || kind?.role !== 'request') return [];
    const manifest = read(node, kind);
    return (manifest.softwareModules?.items ?? [])
      .flatMap(({ artifacts }) => artifacts)
      .flatMap((artifact) => {
        const url = addressOf(artifact, manifest);
        return url === undefined ? [] : [{ artifact, url }];
      });
  });
}

/** The address that the device takes first; undefined where that is no whole one of http or https. */
function addressOf({ download }: Artifact, manifest: Manifest): string | undefined {
  const protocols = downloadProtocols[daemonOf(manifest) === 'software-update' ? 'root' : 'containers'];
  const taken = protocols.find((name) => asObject(property(download, name)?.value));
  if (taken === undefined || taken === 'FILE') return undefined;
  const url = asString(field(asObject(property(download, taken)?.value), 'url')?.value);
  if (url === undefined || hasPlaceholder(url) || !/^https?:\/\//i.test(url) || !URL.canParse(url))
    return undefined;
  // What holds a password is not for a client to ask for.
  const { username, password } = new URL(url);
  return username === '' && password === '' ? url : undefined;
}

/** The artifact at a position. */
export function artifactAt(
  document: ManifestDocument,
  position: Position,
  read: ManifestReader,
): ArtifactPlace | Refusal {
  const found = around(document, position, locatedArtifacts(document, read));
  if (!found)
    return { refused: t('Here is no artifact with an address of http or https, without a password in it.') };
  const size = field(found.artifact.node, 'size')?.value;
  const known = found.artifact.checksums;
  const checksums = [...checksumLengths.keys()].flatMap((name) => {
    const text = asString(property(known, name)?.value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    url: found.url,
    checksums: Object.fromEntries(checksums),
    ...(size?.type === 'number' && { size: Number(size.value) }),
  };
}

/**
 * The edits that write down what was found at an address: in the artifact at the position if that has it still, else in
 * the only one that has it.
 */
export function artifactEdits(
  document: ManifestDocument,
  position: Position,
  digest: ArtifactDigest,
  read: ManifestReader,
): ArtifactEdits | Refusal {
  const same = locatedArtifacts(document, read).filter(({ url }) => url === digest.url);
  const found = around(document, position, same) ?? (same.length === 1 ? same[0] : undefined);
  if (!found)
    return { refused: t('The artifact is not there any more: its address has changed or is gone.') };
  const changes = changesOf(found.artifact, digest);
  const edits = changes && textEdits(document.parsed, changes);
  if (!changes || !edits)
    return {
      refused: t(
        'The way in which the artifact is written cannot be edited. Write it in a simpler way first.',
      ),
    };
  if (changes.some((edit) => isShared(document.parsed, edit)))
    return {
      refused: t('The artifact shares its text with another by an anchor (`&…`). Write it out first.'),
    };
  return { edits: edits.map(({ span, text }) => ({ range: rangeOf(document.text, span), newText: text })) };
}

function around(
  document: ManifestDocument,
  position: Position,
  among: readonly Located[],
): Located | undefined {
  const offset = document.text.offsetAt(position);
  return among.find(({ artifact }) => {
    const { start, end } = spanOf(artifact.node);
    return start <= offset && offset <= end;
  });
}

/**
 * SHA256, which both daemons know, and each other checksum that is there: container management looks at MD5 or SHA1 before
 * it. Undefined where there stands something else.
 */
function changesOf(artifact: Artifact, { checksums, size }: ArtifactDigest): TreeEdit[] | undefined {
  const { node, checksums: known, checksumsProperty: holder } = artifact;
  const sized = field(node, 'size');
  if ((holder && !holder.value) || (sized && !sized.value)) return undefined;
  const edits: TreeEdit[] = [];
  const strong = { SHA256: checksums.SHA256 };
  if (known && known.properties.length > 0) {
    for (const [name, text] of Object.entries(checksums)) {
      const written = property(known, name);
      if (written?.value) edits.push({ op: 'replace', value: written.value, by: text });
      else if (written) return undefined;
      else if (name === 'SHA256') edits.push({ op: 'add', object: known, name, value: text });
    }
  } else if (holder?.value) edits.push({ op: 'replace', value: holder.value, by: strong });
  else edits.push({ op: 'add', object: node, name: 'checksums', value: strong });
  if (sized?.value) edits.push({ op: 'replace', value: sized.value, by: size });
  else edits.push({ op: 'add', object: node, name: 'size', value: size });
  return edits;
}
