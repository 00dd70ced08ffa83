/** The command line: the same engine without an editor. */
console.log('kanto-manifest');
