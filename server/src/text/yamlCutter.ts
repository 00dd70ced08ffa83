import { type Change, placeBefore } from './change.ts';
import type { Span } from './node.ts';
import { OldRun } from './oldRun.ts';
import { YamlBlock } from './yamlBlock.ts';
import { YamlFrame, YamlOutline } from './yamlFrame.ts';
import { LineReader } from './yamlLines.ts';
import { patchedBlock } from './yamlPatch.ts';
import { YamlRun } from './yamlRun.ts';

/** An item up to this length is read at once: it is cut only where that saves more than it costs. UTF-16 code units. */
export const shortItem = 2048;
/** Up to this many times the length an item that cannot be cut is read at once all the same. */
const uncutItems = 8;
/** Sequences in sequences are cut down to this level. */
const deepestCut = 12;

interface CutOptions {
  /** The number of this reading, greater than any before. */
  readonly reading: number;
  /** Blocks of the reading before by their text, for what was moved. */
  spare(): ReadonlyMap<string, readonly YamlBlock[]>;
  /** The length of an item that is not cut. */
  readonly short: number;
  /** Since the reading before, whose blocks are where they were then. */
  readonly change: Change | undefined;
}

/**
 * Cuts a text at the items of its block sequences. What stands where it stood before, with the same text, is used again.
 * Nothing here is sure to be YAML: {@link YamlFrame} finds out whether an item reads alone as it does in the document.
 */
export class Cutter {
  readonly #text: string;
  readonly #lines: LineReader;
  readonly #reading: number;
  readonly #spare: () => ReadonlyMap<string, readonly YamlBlock[]>;
  readonly #short: number;
  readonly #change: Change | undefined;
  /** Where the blocks stood that are used again where they stand: marking each would take longer than all else. */
  readonly #kept: Span[] = [];
  /** A block, or its frame, may be used elsewhere than where it stands. */
  #anyElsewhere = false;

  constructor(text: string, { reading, spare, short, change }: CutOptions) {
    this.#text = text;
    this.#lines = new LineReader(text);
    this.#reading = reading;
    this.#spare = spare;
    this.#short = short;
    this.#change = change;
  }

  /** Undefined for a text that has to be read as a whole. */
  document(start: number, before: YamlBlock | undefined): YamlBlock | undefined {
    const block = this.#cut(start, -1, before, 0);
    return block && block.runs.length > 0 ? block : undefined;
  }

  /** Reads an item, or the document, in pieces. */
  #cut(start: number, indent: number, before: YamlBlock | undefined, level: number): YamlBlock | undefined {
    const lines = this.#lines;
    const segments: string[] = [];
    const runs: YamlRun[] = [];
    const dashes: number[] = [];
    let segmentStart = start;
    let at = start;
    if (indent >= 0) {
      lines.look(start);
      at = lines.next;
    }
    let end: ItemEnd | undefined;
    while (!end) {
      lines.look(at);
      switch (lines.kind) {
        case 'odd':
          return undefined;
        case 'blank':
          at = lines.next;
          break;
        case 'comment': {
          const ended: ItemEnd | number | undefined =
            lines.indent > indent ? lines.next : this.#pastComments(at, at, indent);
          if (ended === undefined) return undefined;
          if (typeof ended === 'number') at = ended;
          else end = ended;
          break;
        }
        case 'end':
          end = { at, trailing: false };
          break;
        default: {
          if (lines.indent <= indent) end = { at, trailing: false };
          else if (lines.kind === 'content') at = lines.next;
          else {
            const dash = lines.indent;
            const run = this.#run(at, dash, before?.runs[runs.length], level + 1);
            if (!run) return undefined;
            segments.push(this.#text.slice(segmentStart, at));
            dashes.push(dash);
            runs.push(run);
            at += run.length;
            segmentStart = at;
          }
        }
      }
    }
    segments.push(this.#text.slice(segmentStart, end.at));
    return this.#block(indent, segments, dashes, runs, end.trailing, before);
  }

  /** The items of one sequence, from its first dash on. */
  #run(start: number, indent: number, before: YamlRun | undefined, level: number): YamlRun | undefined {
    const lines = this.#lines;
    const old = new OldRun(before?.blocks ?? [], (block, place) => this.#again(block, place));
    const parts: (YamlBlock | readonly YamlBlock[])[] = [];
    let head = 0;
    let tail = 0;
    let at = start;
    do {
      const same = this.#unchanged(old, at);
      if (parts.length === 0) head = same.length;
      else tail = same.length;
      const [first, last] = [same[0], same.at(-1)];
      if (first && last) {
        parts.push(same);
        at += last.offset + last.length - first.offset;
      } else {
        const block =
          old.take(at) ?? this.#moved(at, indent, old) ?? this.#item(at, indent, old.changed, level);
        if (!block) return undefined;
        parts.push(block);
        at += block.length;
      }
      lines.look(at);
    } while (lines.kind === 'item' && lines.indent === indent);
    const blocks = parts.flat();
    if (!this.#endsWell(blocks.at(-1), at)) return undefined;
    const same = before && {
      run: before,
      head: blocks[0] === before.blocks[0] ? head : 0,
      tail: blocks.at(-1) === before.blocks.at(-1) ? tail : 0,
    };
    return new YamlRun(blocks, at - start, same);
  }

  /** Blocks that stand here unchanged, each with the one behind it: they end where they ended, and nothing is looked at. */
  #unchanged(old: OldRun, start: number): readonly YamlBlock[] {
    const change = this.#change;
    if (!change || old.changed?.offset !== placeBefore(change, start, 1)) return [];
    const ahead = start < change.start ? old.ahead(change.start) : old.ahead();
    const firstUsed = this.#anyElsewhere ? ahead.findIndex((block) => block.isUsed(this.#reading)) : -1;
    const same = firstUsed < 0 ? ahead : ahead.slice(0, firstUsed);
    const [first, last] = [same[0], same.at(-1)];
    if (!first || !last) return [];
    this.#kept.push({ start: first.offset, end: last.offset + last.length });
    old.pass(same.length);
    return same;
  }

  /** Does what follows a run mean the same whatever the items of the run are? */
  #endsWell(last: YamlBlock | undefined, end: number): boolean {
    const lines = this.#lines;
    // What is still open at the end of a faulty item may go on in the comments.
    if (lines.kind === 'comment' && last && last.frame.faults.length > 0) return false;
    return lines.lookForContent(end) !== 'odd' && !lines.dependsOnAbove;
  }

  #item(start: number, indent: number, before: YamlBlock | undefined, level: number): YamlBlock | undefined {
    const patched = before && this.#patched(before, start);
    if (patched) return patched;
    const end = this.#itemEnd(start, indent, this.#short);
    if (end === undefined) return undefined;
    if (end !== 'long') return this.#uncut(start, end, indent);
    const block = level < deepestCut ? this.#cut(start, indent, before, level) : undefined;
    if (block) return block;
    const farEnd = this.#itemEnd(start, indent, this.#short * uncutItems);
    return farEnd === undefined || farEnd === 'long' ? undefined : this.#uncut(start, farEnd, indent);
  }

  /** The block that stood here, if all that was changed is a value in it. */
  #patched(before: YamlBlock, start: number): YamlBlock | undefined {
    const change = this.#change;
    if (!change || before.offset !== start || change.start <= start) return undefined;
    if (change.endBefore > start + before.length) return undefined;
    const by = change.endAfter - change.endBefore;
    const block = patchedBlock(before, this.#text.slice(start, start + before.length + by), {
      start: change.start - start,
      endBefore: change.endBefore - start,
      endAfter: change.endAfter - start,
    });
    if (block) block.usedIn = this.#reading;
    return block;
  }

  #uncut(start: number, end: ItemEnd, indent: number): YamlBlock | undefined {
    return this.#block(indent, [this.#text.slice(start, end.at)], [], [], end.trailing, undefined);
  }

  #block(
    indent: number,
    segments: readonly string[],
    dashes: readonly number[],
    runs: readonly YamlRun[],
    trailing: boolean,
    before: YamlBlock | undefined,
  ): YamlBlock | undefined {
    const outline = new YamlOutline(indent, segments, dashes);
    const usable = before && before.usedIn !== this.#reading && before.runs.length > 0;
    const known = usable && before.frame.text.equals(outline.frame) ? before : undefined;
    const frame = known?.frame ?? YamlFrame.of(outline);
    if (!frame) return undefined;
    // Its frame has one place only: the block before must not be found again elsewhere.
    if (known) {
      known.usedIn = this.#reading;
      this.#anyElsewhere = true;
    }
    const block = new YamlBlock(indent, frame, runs, trailing);
    block.usedIn = this.#reading;
    return block;
  }

  /** Uses a block again, if it is what stands here. */
  #again(block: YamlBlock, start: number): boolean {
    if (block.usedIn === this.#reading || !this.#stands(block, start)) return false;
    if (!this.#endsAt(block, start + block.length) || this.#isUsed(block)) return false;
    block.use(this.#reading);
    if (!this.#stood(block, start)) this.#anyElsewhere = true;
    return true;
  }

  #isUsed(block: YamlBlock): boolean {
    const { offset, length } = block;
    const isKept = this.#kept.some(({ start, end }) => start < offset + length && offset < end);
    return isKept || block.isUsed(this.#reading);
  }

  #stands(block: YamlBlock, start: number): boolean {
    // Where it stood there before, its text need not be compared: it is the same if the change is not within it.
    const change = this.#change;
    if (change && this.#stood(block, start)) return placeBefore(change, start, block.length) === block.offset;
    return block.matches(this.#text, start);
  }

  /** Stood it where this is now? */
  #stood({ offset }: YamlBlock, start: number): boolean {
    return this.#change !== undefined && placeBefore(this.#change, start, 0) === offset;
  }

  /** Would an item that was cut here, with this text, end here? */
  #endsAt(block: YamlBlock, end: number): boolean {
    const lines = this.#lines;
    const { indent, closed, trailing } = block;
    lines.look(end);
    if (lines.kind === 'end') return !trailing;
    if (!closed) return false;
    switch (lines.kind) {
      case 'item':
      case 'content':
        return lines.indent < indent || (lines.indent === indent && lines.kind === 'content')
          ? !trailing
          : lines.indent === indent;
      case 'comment': {
        if (lines.indent > indent || trailing) return false;
        const kind = lines.lookForContent(lines.next);
        if (kind === 'end') return true;
        return kind === 'item' ? lines.indent < indent : kind === 'content' && lines.indent <= indent;
      }
      default:
        return false;
    }
  }

  /** A block of this text that stood elsewhere. */
  #moved(start: number, indent: number, old: OldRun): YamlBlock | undefined {
    const spare = this.#spare();
    if (spare.size === 0) return undefined;
    const end = this.#itemEnd(start, indent, this.#short);
    if (end === undefined || end === 'long') return undefined;
    const blocks = spare.get(this.#text.slice(start, end.at));
    const found = blocks?.find((block) => block.indent === indent && this.#again(block, start));
    if (found) old.goOnBehind(found);
    return found;
  }

  /** Where the item ends whose dash is here; `long` where that is further away than `limit`; undefined for an odd line. */
  #itemEnd(start: number, indent: number, limit: number): ItemEnd | 'long' | undefined {
    const lines = this.#lines;
    lines.look(start);
    let at = lines.next;
    for (;;) {
      if (at - start > limit) return 'long';
      lines.look(at);
      switch (lines.kind) {
        case 'odd':
          return undefined;
        case 'end':
          return { at, trailing: false };
        case 'blank':
          at = lines.next;
          break;
        case 'comment': {
          if (lines.indent > indent) {
            at = lines.next;
            break;
          }
          const ended = this.#pastComments(at, at, indent);
          if (typeof ended !== 'number') return ended;
          at = ended;
          break;
        }
        default:
          if (lines.indent <= indent) return { at, trailing: false };
          at = lines.next;
      }
    }
  }

  /**
   * Comments that stand no deeper than an item's dash may be within the item: then where it goes on. Otherwise where it
   * ends: what stands above the next item of the list is kept with this one. Undefined where that cannot be told.
   */
  #pastComments(start: number, end: number, indent: number): ItemEnd | number | undefined {
    const lines = this.#lines;
    let at = start;
    let tight = false;
    lines.look(at);
    while (lines.kind === 'blank' || lines.kind === 'comment') {
      tight = tight || (lines.isTightComment && lines.indent <= indent);
      at = lines.next;
      lines.look(at);
    }
    if (lines.kind === 'odd') return undefined;
    if (lines.kind !== 'end' && lines.indent > indent) return tight ? undefined : at;
    const sibling = lines.kind === 'item' && lines.indent === indent;
    return sibling ? { at, trailing: true } : { at: end, trailing: false };
  }
}

interface ItemEnd {
  readonly at: number;
  readonly trailing: boolean;
}
