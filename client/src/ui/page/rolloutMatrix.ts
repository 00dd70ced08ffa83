/**
 * The matrix of a rollout, inside of its page. Whatever is shown becomes text (`textContent`), never markup: ids and messages
 * come from devices. Only rows on the screen are drawn, and of those only what has changed.
 */
import {
  type FromPage,
  type MatrixAction,
  type MatrixCell,
  type MatrixFilter,
  type MatrixHead,
  type MatrixRow,
  type MatrixTone,
  type MatrixWords,
  matrixFilters,
  type ToPage,
} from '../model/matrixMessages.ts';
import { moved, rowWindow } from '../model/rowWindow.ts';

interface PageState {
  readonly id: string;
  readonly filters: readonly MatrixFilter[];
  readonly find: string;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  setState(state: PageState): void;
  getState(): unknown;
};

const api = acquireVsCodeApi();
const words: MatrixWords = JSON.parse(document.body.dataset['words'] ?? '{}');
/** Pixels; as the style says. */
const rowHeight = 26;
/** Beside colour each tone has a sign of its own. */
const signs: Readonly<Record<MatrixTone, string>> = {
  good: '✓',
  bad: '✗',
  uneasy: '!',
  busy: '…',
  quiet: '·',
  lost: '−',
};
const fixedColumns = 3;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** What of the state is still of use; another version may have kept something else. */
function readState(value: unknown): Pick<PageState, 'filters' | 'find'> {
  const { filters, find } = Object(value);
  return {
    filters: Array.isArray(filters) ? matrixFilters.filter((it) => filters.includes(it)) : [],
    find: typeof find === 'string' ? find : '',
  };
}

class MatrixTable {
  readonly element = make('div', { class: 'grid' });
  readonly #table = make('table', { role: 'grid', 'aria-label': words.table, tabindex: '0' });
  readonly #head = make('tr', { 'aria-rowindex': '1' });
  readonly #body = make('tbody');
  readonly #above = make('tr', { class: 'spacer', role: 'presentation' });
  readonly #below = make('tr', { class: 'spacer', role: 'presentation' });
  readonly #drawn = new Map<
    number,
    { readonly row: MatrixRow; readonly index: number; element: HTMLElement }
  >();
  readonly #open: (number: number) => void;
  #columns: readonly string[] = [];
  #rows: readonly MatrixRow[] = [];
  #at = { row: 0, column: 0 };

  constructor(open: (number: number) => void) {
    this.#open = open;
    const head = make('thead');
    head.append(this.#head);
    for (const spacer of [this.#above, this.#below]) spacer.append(make('td', { role: 'presentation' }));
    this.#table.append(head, this.#body);
    this.element.append(this.#table);
    this.element.addEventListener('scroll', () => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.element);
    this.#table.addEventListener('keydown', (event) => this.#press(event));
    this.#table.addEventListener('click', (event) => this.#click(event));
    this.#table.addEventListener('dblclick', () => this.#openHere());
  }

  show(columns: readonly string[], rows: readonly MatrixRow[]): void {
    if (columns.length !== this.#columns.length || this.#head.childElementCount === 0)
      this.#drawHead(columns);
    this.#rows = rows;
    this.#table.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#draw();
  }

  #drawHead(columns: readonly string[]): void {
    this.#columns = columns;
    const titles = [words.device, words.wave, words.state, ...columns];
    this.#head.replaceChildren(
      ...titles.map((title, index) =>
        make('th', { scope: 'col', role: 'columnheader', 'aria-colindex': String(index + 1), title }, title),
      ),
    );
    this.#table.setAttribute('aria-colcount', String(titles.length));
    for (const spacer of [this.#above, this.#below])
      spacer.firstElementChild?.setAttribute('colspan', String(titles.length));
    this.#drawn.clear();
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const { first, end } = rowWindow(this.#rows.length, {
      height: rowHeight,
      scrolled: scrollTop,
      seen: clientHeight,
    });
    const shown = this.#rows.slice(first, end);
    const elements = shown.map((row, offset) => this.#element(row, first + offset));
    for (const number of [...this.#drawn.keys()])
      if (!shown.some((row) => row.number === number)) this.#drawn.delete(number);
    setHeight(this.#above, first * rowHeight);
    setHeight(this.#below, (this.#rows.length - end) * rowHeight);
    const wanted = [this.#above, ...elements, this.#below];
    const isSame =
      this.#body.childElementCount === wanted.length &&
      wanted.every((element, index) => this.#body.children[index] === element);
    if (!isSame) this.#body.replaceChildren(...wanted);
    this.#mark();
  }

  #element(row: MatrixRow, index: number): HTMLElement {
    const known = this.#drawn.get(row.number);
    if (known?.row === row && known.index === index) return known.element;
    const element = this.#drawRow(row, index);
    this.#drawn.set(row.number, { row, index, element });
    return element;
  }

  #drawRow(row: MatrixRow, index: number): HTMLElement {
    const element = make('tr', { 'aria-rowindex': String(index + 2) });
    const byColumn = new Map(row.cells.map((cell) => [cell.column, cell]));
    const name = make('th', { scope: 'row', role: 'rowheader', title: `${row.device} @ ${row.connection}` });
    name.textContent = `${row.device} @ ${row.connection}`;
    const cells = [
      name,
      make('td', { role: 'gridcell' }, row.wave),
      stateCell(row),
      ...this.#columns.map((_, column) => componentCell(byColumn.get(column))),
    ];
    for (const [column, cell] of cells.entries()) {
      cell.id = `c${row.number}-${column}`;
      cell.setAttribute('aria-colindex', String(column + 1));
    }
    element.append(...cells);
    return element;
  }

  /** The one cell where the keys are. */
  #mark(): void {
    this.#at = {
      row: Math.max(0, Math.min(this.#at.row, this.#rows.length - 1)),
      column: Math.min(this.#at.column, this.#columns.length + fixedColumns - 1),
    };
    for (const cell of this.#body.querySelectorAll('.at')) cell.classList.remove('at');
    const row = this.#rows[this.#at.row];
    const cell = row && document.getElementById(`c${row.number}-${this.#at.column}`);
    if (cell) {
      cell.classList.add('at');
      this.#table.setAttribute('aria-activedescendant', cell.id);
    } else this.#table.removeAttribute('aria-activedescendant');
  }

  #press(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      this.#openHere();
      return;
    }
    const next = moved(event.key, this.#at, {
      rows: this.#rows.length,
      columns: this.#columns.length + fixedColumns,
      page: Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2),
      control: event.ctrlKey || event.metaKey,
    });
    if (next === undefined) return;
    event.preventDefault();
    this.#at = next;
    this.#reveal();
  }

  #reveal(): void {
    const top = this.#at.row * rowHeight;
    const { scrollTop, clientHeight } = this.element;
    // The head stands above the rows.
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + 2 * rowHeight > scrollTop + clientHeight)
      this.element.scrollTop = top + 2 * rowHeight - clientHeight;
    this.#draw();
    this.#body.querySelector('.at')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #click({ target }: MouseEvent): void {
    const cell = target instanceof Element ? target.closest('[id^="c"]') : null;
    const [, number, column] = /^c(\d+)-(\d+)$/.exec(cell?.id ?? '') ?? [];
    const row = this.#rows.findIndex((it) => it.number === Number(number));
    if (row < 0) return;
    this.#at = { row, column: Number(column) };
    this.#mark();
  }

  #openHere(): void {
    const row = this.#rows[this.#at.row];
    if (row) this.#open(row.number);
  }
}

function setHeight(spacer: HTMLElement, height: number): void {
  spacer.hidden = height === 0;
  const cell = spacer.firstElementChild;
  if (cell instanceof HTMLElement) cell.style.height = `${height}px`;
}

function stateCell({ phase, tone, message }: MatrixRow): HTMLElement {
  return toned(tone, message === '' ? phase : `${phase}: ${message}`, message);
}

function componentCell(cell: MatrixCell | undefined): HTMLElement {
  if (cell) return toned(cell.tone, cell.text, cell.message ?? '');
  return make('td', { role: 'gridcell', class: 'quiet', 'aria-label': words.none });
}

function toned(tone: MatrixTone, text: string, message: string): HTMLElement {
  const cell = make('td', { role: 'gridcell', class: tone, title: message === '' ? text : message });
  cell.append(make('span', { class: 'mark', 'aria-hidden': 'true' }, signs[tone]), text);
  return cell;
}

class Page {
  readonly #title = make('h1');
  readonly #state = make('p', { role: 'status' });
  readonly #remark = make('p', { class: 'remark', role: 'status' });
  readonly #actions = make('div', { class: 'bar', role: 'toolbar' });
  readonly #filterBar = make('div', { class: 'bar', role: 'toolbar', 'aria-label': words.find });
  readonly #find = make('input', { type: 'search', 'aria-label': words.find, placeholder: words.find });
  readonly #shown = make('span', { role: 'status' });
  readonly #table = new MatrixTable((number) => api.postMessage({ kind: 'run', number }));
  readonly #filters: Set<MatrixFilter>;
  #id = '';
  #columns: readonly string[] = [];
  readonly #rows = new Map<number, MatrixRow>();

  constructor() {
    const { filters, find } = readState(api.getState());
    this.#filters = new Set(filters);
    this.#find.value = find;
    this.#find.addEventListener('input', () => this.#filtered());
    const header = make('header');
    header.append(this.#title, this.#state, this.#remark);
    document
      .querySelector('main')
      ?.append(
        header,
        this.#actions,
        this.#filterBar,
        this.#table.element,
        make('div', { class: 'hint' }, words.hint),
      );
    this.#drawFilters();
  }

  take(message: ToPage): void {
    if (message.kind === 'all') {
      this.#id = message.id;
      this.#rows.clear();
    }
    for (const row of message.rows) this.#rows.set(row.number, row);
    this.#columns = message.columns;
    this.#drawHead(message.head);
    this.#drawFilters();
    this.#drawTable();
    this.#keep();
  }

  #drawHead({ title, state, sum, remark, actions }: MatrixHead): void {
    setText(this.#title, title);
    setText(this.#state, [state, sum].filter((it) => it !== '').join(' · '));
    setText(this.#remark, remark);
    const wanted = actions.join();
    if (this.#actions.dataset['actions'] === wanted) return;
    const had = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['action'] : '';
    this.#actions.dataset['actions'] = wanted;
    this.#actions.replaceChildren(...actions.map((action, index) => this.#button(action, index === 0)));
    // Whoever has just pressed a button goes on from there by keyboard.
    if (had) this.#actions.querySelector<HTMLElement>(`[data-action="${had}"], button`)?.focus();
  }

  #button(action: MatrixAction, isFirst: boolean): HTMLElement {
    const button = make('button', { type: 'button', 'data-action': action }, words.actions[action]);
    if (isFirst) button.classList.add('first');
    button.addEventListener('click', () => api.postMessage({ kind: 'do', action }));
    return button;
  }

  #drawFilters(): void {
    const counts = new Map<MatrixFilter, number>();
    for (const { filter } of this.#rows.values()) counts.set(filter, (counts.get(filter) ?? 0) + 1);
    if (this.#filterBar.childElementCount === 0) {
      const buttons = matrixFilters.map((filter) => {
        const button = make('button', { type: 'button', 'data-filter': filter });
        button.addEventListener('click', () => {
          if (!this.#filters.delete(filter)) this.#filters.add(filter);
          this.#filtered();
        });
        return button;
      });
      this.#filterBar.append(this.#find, ...buttons, this.#shown);
    }
    for (const button of this.#filterBar.querySelectorAll('button')) {
      const filter = matrixFilters.find((it) => it === button.dataset['filter']);
      if (filter === undefined) continue;
      setText(button, `${words.filters[filter]} (${counts.get(filter) ?? 0})`);
      button.setAttribute('aria-pressed', String(this.#filters.has(filter)));
    }
  }

  #filtered(): void {
    this.#drawFilters();
    this.#drawTable();
    this.#keep();
  }

  #drawTable(): void {
    const find = this.#find.value.trim().toLowerCase();
    const rows = [...this.#rows.values()].filter(
      ({ filter, device, connection }) =>
        (this.#filters.size === 0 || this.#filters.has(filter)) &&
        `${device} @ ${connection}`.toLowerCase().includes(find),
    );
    setText(
      this.#shown,
      words.shown.replace('{0}', String(rows.length)).replace('{1}', String(this.#rows.size)),
    );
    this.#table.show(this.#columns, rows);
  }

  #keep(): void {
    if (this.#id !== '') api.setState({ id: this.#id, filters: [...this.#filters], find: this.#find.value });
  }
}

/** A screen reader reads what is set, changed or not. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const page = new Page();
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => page.take(data));
api.postMessage({ kind: 'ready' });
