import { changeOf } from './change.ts';
import type { ParsedText, SyntaxProblem } from './document.ts';
import { limits, tooDeep } from './limits.ts';
import { type Span, spanOf } from './node.ts';
import { parseYaml, tooMuch, withNodes } from './yaml.ts';
import { Anchors } from './yamlAnchors.ts';
import type { YamlBlock } from './yamlBlock.ts';
import { Cutter, shortItem } from './yamlCutter.ts';
import type { FrameFault, FrameOpener } from './yamlFrame.ts';
import type { NodeProblem } from './yamlNodes.ts';
import { type Fault, type Opener, toldOf } from './yamlProblems.ts';

/**
 * Reads the states of one YAML document one after another, and reads again only what was changed. Each reading gives
 * what `parseYaml` gives for the same text; nodes that were there before are the same objects, moved to where they are
 * now. So only the last reading has its nodes at the right places.
 */
export class YamlReader {
  #document: YamlBlock | undefined;
  /** What it was read from. */
  #text = '';
  #readings = 0;
  #inBlocks = false;
  readonly #short: number;

  /** `short`: up to this length the items of sequences are read at once. */
  constructor(short = shortItem) {
    this.#short = short;
  }

  /** Was the last text read in blocks? Otherwise something in it is odd, and it was read as a whole. */
  get inBlocks(): boolean {
    return this.#inBlocks;
  }

  read(text: string): ParsedText {
    const parsed = this.#readBlocks(text);
    this.#inBlocks = parsed !== undefined;
    return parsed ?? parseYaml(text);
  }

  #readBlocks(text: string): ParsedText | undefined {
    if (text.length > limits.length.yaml) return undefined;
    const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const before = this.#document;
    const reading = ++this.#readings;
    let asked = 0;
    let spare: ReadonlyMap<string, readonly YamlBlock[]> | undefined;
    const cutter = new Cutter(text, {
      reading,
      short: this.#short,
      change: before && changeOf(this.#text, text),
      spare: () => {
        // Most changes are within one block: only where there is more, it pays to look for the others.
        if (!before || ++asked <= 2) return nothing;
        spare ??= uncutBlocks(before);
        return spare;
      },
    });
    const document = cutter.document(start, before);
    if (!document) return undefined;
    document.place(start);
    const { root, expanded, depth, clean } = document.make(new Anchors());
    this.#document = document;
    this.#text = text;
    if (depth > limits.depth) return tooDeep('yaml', text);
    if (expanded > limits.expandedNodes) return tooMuch(text);
    let comments: readonly Span[] | undefined;
    return {
      format: 'yaml',
      text,
      roots: [root],
      rootSpans: [{ start: 0, end: text.length }],
      problems: clean ? [] : problemsIn(document),
      get comments() {
        comments ??= commentsIn(document);
        return comments;
      },
      refused: false,
    };
  }
}

const nothing: ReadonlyMap<string, readonly YamlBlock[]> = new Map();

/** Every block that was read at once, by its text. */
function uncutBlocks(document: YamlBlock): ReadonlyMap<string, readonly YamlBlock[]> {
  const found = new Map<string, YamlBlock[]>();
  visit(document, (block) => {
    const [text] = block.segments;
    if (text === undefined || block.runs.length > 0) return;
    const same = found.get(text);
    if (same) same.push(block);
    else found.set(text, [block]);
  });
  return found;
}

function visit(block: YamlBlock, look: (block: YamlBlock) => void): void {
  look(block);
  for (const { blocks } of block.runs) for (const inner of blocks) visit(inner, look);
}

function problemsIn(document: YamlBlock): SyntaxProblem[] {
  const faults: Fault[] = [];
  const ofNodes: NodeProblem[] = [];
  const quotes: Opener[] = [];
  const brackets: Opener[] = [];
  const opener = ({ sign, at }: FrameOpener) => ({ sign, span: spanOf(at) });
  visit(document, ({ frame, made }) => {
    if (made.clean) return;
    for (const fault of frame.faults) faults.push(placed(fault));
    for (const quote of frame.quotes) quotes.push(opener(quote));
    for (const bracket of frame.brackets) brackets.push(opener(bracket));
    for (const problem of made.problems) ofNodes.push(problem);
  });
  const byPlace = (a: Opener, b: Opener) => a.span.start - b.span.start;
  const told = toldOf(
    faults.sort((a, b) => a.start - b.start),
    { quotes: quotes.sort(byPlace), brackets: brackets.sort(byPlace) },
  );
  return withNodes(told, ofNodes).sort((a, b) => a.span.start - b.span.start);
}

function placed({ fault, start, line, nextLine, at }: FrameFault): Fault {
  return {
    kind: fault.kind,
    start: spanOf(start).start,
    line: spanOf(line).start,
    nextLine: spanOf(nextLine).start,
    problem: { ...fault.problem, span: spanOf(at) },
  };
}

function commentsIn(document: YamlBlock): Span[] {
  const comments: Span[] = [];
  visit(document, ({ frame }) => {
    for (const comment of frame.comments) comments.push(spanOf(comment));
  });
  return comments.sort((a, b) => a.start - b.start);
}
