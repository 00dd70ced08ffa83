/**
 * The same function, which keeps what it made of each node. Nodes never change, and what stands unchanged in a text
 * that is read again keeps its nodes: so what is made of them costs nothing after a change elsewhere.
 */
export function perNode<Node extends object, Made>(make: (node: Node) => Made): (node: Node) => Made {
  const kept = new WeakMap<Node, { readonly made: Made }>();
  return (node) => {
    const known = kept.get(node);
    if (known) return known.made;
    const made = make(node);
    kept.set(node, { made });
    return made;
  };
}
