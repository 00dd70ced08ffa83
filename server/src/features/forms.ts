/** The three forms of a manifest: the content alone, the value of the message, the whole message. One becomes another. */

import { t } from '@vscode/l10n';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { type ManifestDocument, type ManifestRoot, rangeOf, rootAt } from '../manifest/document.ts';
import { kindOf } from '../manifest/kind.ts';
import { kindName } from '../manifest/words.ts';
import { type Operation, operations, type Refusal, type Reshaped, type SentForm } from '../messages.ts';
import { applySpanEdits, inOrder, type SpanEdit } from '../text/edit/spanEdit.ts';
import { type Node, type Property, spanOf } from '../text/node.ts';
import { parseText } from '../text/parse.ts';
import { asObject, asString, field, plainValue } from '../text/tree.ts';
import { contentName } from './forms/names.ts';
import { unwrap } from './forms/unwrap.ts';
import { wrap } from './forms/wrap.ts';
import { deviceOf, type Thing } from './messageAddress.ts';

export interface ReshapeOptions {
  /** Of several documents in the text the one here is meant. */
  readonly position?: Position | undefined;
  /** `namespace:name`: whom an envelope is for. Without it, whom another document of the text is for. */
  readonly device?: string | undefined;
  /** Makes a new UUID. */
  readonly newId: () => string;
}

const forms: readonly SentForm[] = ['bare', 'value', 'envelope'];

/** Makes another form of a manifest, in its text format, with the comments of the part that stays. */
export function reshape(
  document: ManifestDocument,
  to: SentForm,
  options: ReshapeOptions,
): Reshaped | Refusal {
  const root = meantRoot(document, options.position);
  const { kind } = root;
  if (!root.node || !kind) return { refused: t('This is no Kanto manifest, so it has no forms.') };
  const operation = operations.find((it) => it === kind.operation);
  if (kind.role !== 'request' || operation === undefined || kind.form === 'local')
    return {
      refused: t('Only what is sent to a device has several forms; this is: {0}.', kindName(kind)),
    };
  if (kind.form === to) return { refused: t('This is {0} already.', formNames()[to]) };
  const fault = document.parsed.problems.find(
    ({ severity, span }) =>
      severity === 'error' && span.start >= root.span.start && span.start <= root.span.end,
  );
  if (fault) {
    const line = document.text.positionAt(fault.span.start).line + 1;
    return {
      refused: t('The text cannot be read, so it has no other form. Line {0}: {1}', line, fault.message),
    };
  }
  if (to === 'bare' && contentName(operation) === undefined)
    return { refused: t('Of a {0} nothing would be left: it has no content.', operation) };
  const meant: Meant = { root: root.node, span: root.span, form: kind.form, operation };
  return forms.indexOf(to) > forms.indexOf(kind.form)
    ? wrapped(document, meant, to, options)
    : unwrapped(document, meant, to);
}

const formNames = (): Readonly<Record<SentForm, string>> => ({
  bare: t('the content alone'),
  value: t('the value of a message'),
  envelope: t('a whole message'),
});

/** Forms that the manifest at a position could have, without looking closely. */
export function otherForms(document: ManifestDocument, position: Position): SentForm[] {
  const { node, kind } = meantRoot(document, position);
  const operation = operations.find((it) => it === kind?.operation);
  if (!node || kind?.role !== 'request' || operation === undefined || kind.form === 'local') return [];
  const hasBare = contentName(operation) !== undefined && operation !== 'download';
  return forms.filter((form) => form !== kind.form && (form !== 'bare' || hasBare));
}

interface Meant {
  readonly root: Node;
  readonly span: ManifestRoot['span'];
  readonly form: SentForm;
  readonly operation: Operation;
}

function meantRoot(document: ManifestDocument, position: Position | undefined): ManifestRoot {
  return position
    ? rootAt(document, document.text.offsetAt(position))
    : (document.roots.find(({ kind }) => kind) ?? document.roots[0]);
}

function wrapped(
  document: ManifestDocument,
  meant: Meant,
  to: SentForm,
  { device, newId }: ReshapeOptions,
): Reshaped | Refusal {
  const { operation, root, span, form } = meant;
  const thing = device === undefined ? knownThing(document) : parseThing(device);
  if (device !== undefined && !thing)
    return { refused: t('"{0}" is no device id: wanted is namespace:name, such as edge:device.', device) };
  if (to === 'envelope' && !thing) return { edits: [], notes: [], needsDevice: true };
  const edits = wrap(document.parsed, root, span, { operation, from: form, to, thing, newId });
  return checked(document, meant, to, edits, []);
}

function unwrapped(document: ManifestDocument, meant: Meant, to: SentForm): Reshaped | Refusal {
  const { operation, root, span, form } = meant;
  const lost: string[] = [];
  let kept: Property | undefined;
  let object = asObject(root);
  const names = [
    ...(form === 'envelope' ? ['value'] : []),
    ...(to === 'bare' ? [contentName(operation) ?? ''] : []),
  ];
  for (const name of names) {
    kept = field(object, name);
    if (!kept?.value) return { refused: t('There is no `{0}` that could stand alone.', name) };
    for (const property of object?.properties ?? []) if (property !== kept) lost.push(described(property));
    object = asObject(kept.value);
  }
  const inner = kept?.value;
  if (!kept || !inner) return { refused: t('There is nothing that could stand alone.') };
  const { start, end } = spanOf(inner);
  const outer = spanOf(root);
  if (inner.type === 'alias' || start < outer.start || end > outer.end || leadsOut(inner))
    return {
      refused: t('What would stay uses an anchor (`*…`) of what would go. Write the value out first.'),
    };
  const { edits, lostComments } = unwrap(document.parsed, root, span, kept, inner);
  const notes = lost.length > 0 ? [t('Left out: {0}.', lost.join(', '))] : [];
  if (lostComments > 0)
    notes.push(
      lostComments === 1
        ? t('A comment beside it went too.')
        : t('{0} comments beside it went too.', lostComments),
    );
  return checked(document, meant, to, edits, notes);
}

function described({ name, value }: Property): string {
  const text = asString(value);
  if (text !== undefined && text.length <= 80) return `${name} ${text}`;
  const headers = asObject(value);
  return headers ? `${name} (${headers.properties.map((it) => it.name).join(', ')})` : name;
}

/** Does an alias in it name something outside? */
function leadsOut(inner: Node): boolean {
  const { start, end } = spanOf(inner);
  const waiting: Node[] = [inner];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'alias') {
      const target = node.target && spanOf(node.target);
      if (!target || target.start < start || target.end > end) return true;
    } else if (node.type === 'array') waiting.push(...node.items);
    else if (node.type === 'object') for (const { value } of node.properties) if (value) waiting.push(value);
  }
  return false;
}

/** Whoever converts must be able to rely on it: the result is read again, and says what it should. */
function checked(
  { text, parsed }: ManifestDocument,
  { root, span, form, operation }: Meant,
  to: SentForm,
  edits: readonly SpanEdit[],
  notes: readonly string[],
): Reshaped | Refusal {
  const ordered = inOrder(edits) ?? [];
  const lineBreak = /\r?\n/.exec(parsed.text)?.[0] ?? '\n';
  const made = ordered.map((edit) => ({ ...edit, text: edit.text.replaceAll('\n', lineBreak) }));
  const now = parseText(parsed.format, applySpanEdits(parsed.text, made));
  const index = parsed.rootSpans.findIndex(({ start }) => start === span.start);
  const result = now.roots[index];
  const become = kindOf(result, 'declared');
  const fits = become?.role === 'request' && become.form === to && become.operation === operation;
  const errors = now.problems.filter(({ severity }) => severity === 'error').length;
  const errorsBefore = parsed.problems.filter(({ severity }) => severity === 'error').length;
  if (!result || errors > errorsBefore || !sameContent(root, result, operation, form, to))
    return {
      refused: t(
        'The way in which this is written cannot be kept in the other form. Format or simplify it first.',
      ),
    };
  if (!fits)
    return {
      refused: t(
        'As {0}, it would be read as: {1}.',
        formNames()[to],
        become ? kindName(become) : t('no manifest'),
      ),
    };
  const textEdits = made.map(
    ({ span, text: newText }): TextEdit => ({ range: rangeOf(text, span), newText }),
  );
  return { edits: textEdits, notes };
}

function sameContent(before: Node, after: Node, operation: Operation, from: SentForm, to: SentForm): boolean {
  const inner = from === 'bare' || to === 'bare' ? 'bare' : 'value';
  const content = (node: Node, form: SentForm) => {
    const value = form === 'envelope' ? field(asObject(node), 'value')?.value : node;
    if (inner === 'value' || form === 'bare') return value;
    return field(asObject(value), contentName(operation) ?? '')?.value;
  };
  return JSON.stringify(plainValue(content(before, from))) === JSON.stringify(plainValue(content(after, to)));
}

/** Whom another message of the text is for. */
function knownThing(document: ManifestDocument): Thing | undefined {
  for (const { node } of document.roots) {
    const topic = asString(field(asObject(node), 'topic')?.value);
    const thing = topic === undefined ? undefined : deviceOf(topic);
    if (thing) return thing;
  }
  return undefined;
}

function parseThing(id: string): Thing | undefined {
  const [, namespace, name] = /^([^:/\s]+):([^/\s]+)$/.exec(id) ?? [];
  return namespace !== undefined && name !== undefined ? { namespace, name } : undefined;
}
