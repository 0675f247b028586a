'use strict';

const fs = require('fs');

/** The blocks of a chain in the order in which they were connected, one in hexadecimal digits a line: survives kill -9. */
class ChainFile {
  /** @param {String} path empty for a chain that is not kept */
  constructor(path) {
    this.path = path;
  }

  /** Blocks as hexadecimal digits. What follows the last line end was cut off by a kill; it is removed. */
  read() {
    if (!this.path || !fs.existsSync(this.path))
      return [];
    const text = fs.readFileSync(this.path, 'latin1');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length)
      fs.truncateSync(this.path, whole.length);
    return whole.split('\n').slice(0, -1);
  }

  append(hex) {
    if (this.path)
      fs.appendFileSync(this.path, hex + '\n');
  }
}

module.exports = ChainFile;
