/** The pool's verdicts against those of an oracle that knows nothing but the wire. */
package io.adit.testing.verdict;
