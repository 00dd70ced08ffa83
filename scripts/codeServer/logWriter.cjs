// VS Code writes its logs, and with them every log output channel, through the native module @vscode/spdlog, and npm
// holds that module only as C++ sources. This file takes its place in the cached code-server, so that nobody needs a
// compiler to open an editor or to run the tests: the same interface (index.d.ts of @vscode/spdlog), written with
// Node.js alone.
const { appendFileSync, mkdirSync, renameSync, statSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
const digits = (value, count) => String(value).padStart(count, '0');

/** The pattern flags that VS Code uses: date, time with milliseconds, level, payload. */
const flags = {
  Y: (time) => digits(time.getFullYear(), 4),
  m: (time) => digits(time.getMonth() + 1, 2),
  d: (time) => digits(time.getDate(), 2),
  H: (time) => digits(time.getHours(), 2),
  M: (time) => digits(time.getMinutes(), 2),
  S: (time) => digits(time.getSeconds(), 2),
  e: (time) => digits(time.getMilliseconds(), 3),
  l: (_time, level) => levels[level],
  v: (_time, _level, message) => message,
};

class Logger {
  #file;
  #maxSize;
  #maxFiles;
  #size;
  #level = levels.indexOf('info');
  #pattern = '%Y-%m-%d %H:%M:%S.%e [%l] %v';

  constructor(_type, _name, file, maxSize, maxFiles) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    this.#maxSize = maxSize;
    this.#maxFiles = maxFiles;
    this.#size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern(pattern) {
    this.#pattern = pattern;
  }
  /** From here on the messages bring their own line ends: this is how an output channel writes. */
  clearFormatters() {
    this.#pattern = undefined;
  }
  /** Each line is written at once; nothing is held back. */
  flush() {}
  drop() {}

  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date();
    const line =
      this.#pattern === undefined
        ? message
        : `${this.#pattern.replace(/%([YmdHMSelv])/g, (_match, flag) => flags[flag](time, level, message))}\n`;
    const size = Buffer.byteLength(line);
    if (this.#size > 0 && this.#size + size > this.#maxSize) this.#rotate();
    appendFileSync(this.#file, line);
    this.#size += size;
  }

  /** `a.log` becomes `a.1.log`, that one `a.2.log`, and so on: the names that spdlog gives. */
  #rotate() {
    const name = (index) => (index === 0 ? this.#file : this.#file.replace(/(\.[^./\\]*)?$/, `.${index}$1`));
    for (let index = this.#maxFiles - 1; index > 0; index--) {
      if (statSync(name(index - 1), { throwIfNoEntry: false })) renameSync(name(index - 1), name(index));
    }
    this.#size = 0;
  }
}

const create = async (name, file, maxSize, maxFiles) => new Logger('rotating', name, file, maxSize, maxFiles);

exports.version = 0;
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
/** Loggers filter for themselves; there is no default for all of them to keep. */
exports.setLevel = () => {};
exports.setFlushOn = () => {};
