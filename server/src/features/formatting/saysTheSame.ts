import type { ParsedText } from '../../text/document.ts';
import type { Node } from '../../text/node.ts';
import { parseText } from '../../text/parse.ts';
import { isMergeKey } from '../../text/tree.ts';

/** Has another text the same values, written the same way, and the same comments and faults in the same order? */
export function saysTheSame(before: ParsedText, after: string): boolean {
  if (before.text === after) return true;
  const now = parseText(before.format, after);
  return (
    before.roots.length === now.roots.length &&
    before.roots.every((root, index) => sameNode(root, now.roots[index])) &&
    equal(commentsOf(before), commentsOf(now)) &&
    equal(
      before.problems.map(({ code }) => code),
      now.problems.map(({ code }) => code),
    )
  );
}

function commentsOf({ comments, text }: ParsedText): string[] {
  return comments.map(({ start, end }) => text.slice(start, end).trimEnd());
}

function equal(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((it, index) => it === other[index]);
}

/** Aliases are compared by their names: what they name is compared where it stands. */
function sameNode(one: Node | undefined, other: Node | undefined): boolean {
  if (!one || !other) return one === other;
  if (one.type === 'object' && other.type === 'object')
    return (
      one.properties.length === other.properties.length &&
      one.properties.every((property, index) => {
        const twin = other.properties[index];
        return (
          twin !== undefined &&
          twin.name === property.name &&
          isMergeKey(twin) === isMergeKey(property) &&
          sameNode(property.value, twin.value)
        );
      })
    );
  if (one.type === 'array' && other.type === 'array')
    return (
      one.items.length === other.items.length &&
      one.items.every((item, index) => sameNode(item, other.items[index]))
    );
  if (one.type === 'alias' && other.type === 'alias') return one.name === other.name;
  if (one.type !== other.type || !('value' in one) || !('value' in other)) return false;
  return Object.is(one.value, other.value);
}
